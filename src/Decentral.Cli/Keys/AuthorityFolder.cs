using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Keys;

/// <summary>An authority on disk. Whoever can read the folder can pose as any hub and any node of it.</summary>
internal static class AuthorityFolder
{
    /// <summary>The certificate's file: for whoever is to trust the authority.</summary>
    public const string Certificate = "authority.pem";

    private const string Key = "authority-key.pem";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    /// <summary>Makes an authority.</summary>
    /// <param name="folder">Where; new or empty.</param>
    /// <param name="now">The wall clock.</param>
    /// <exception cref="MistakeException">There is something already.</exception>
    public static X509Certificate2 Create(string folder, DateTimeOffset now)
    {
        EmptyFolder.Make(folder);
        var authority = CertificateAuthority.Create(now, Validity);
        PemPair.Write(Path.Combine(folder, Certificate), Path.Combine(folder, Key), authority);
        return authority;
    }

    /// <summary>Opens an authority, to issue with it.</summary>
    /// <exception cref="MistakeException">There is none, or it has ended.</exception>
    public static X509Certificate2 Open(string folder, DateTimeOffset now)
    {
        if (!File.Exists(Path.Combine(folder, Certificate)))
        {
            throw new MistakeException(
                $"--authority: expected a folder with {Certificate}, found none in {folder}; make one by: "
                + $"{ProgramName.Typed} keys authority --out DIR");
        }

        var authority = PemPair.Read(Path.Combine(folder, Certificate), Path.Combine(folder, Key));
        return now < authority.NotAfter
            ? authority
            : throw new MistakeException(
                $"{folder}: the authority ended on {authority.NotAfter:yyyy-MM-dd}; make a new one, and new keys for its hubs "
                + "and nodes");
    }
}
