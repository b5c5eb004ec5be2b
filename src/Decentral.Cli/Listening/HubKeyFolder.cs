using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Listening;

/// <summary>
/// A hub's keys on disk: what it signs nodes' certificates with, its certificate for TLS, and the token that nodes join with.
/// Whoever can read the folder can join, and pose as the hub.
/// </summary>
internal sealed class HubKeyFolder
{
    /// <summary>The name of the folder in a run directory.</summary>
    public const string Name = "keys";

    private const string SigningKey = "signing-key.pem";
    private const string Certificate = "certificate.pem";
    private const string CertificateKey = "certificate-key.pem";
    private const string Token = "token";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    private readonly string _folder;

    private HubKeyFolder(string folder, HubKeys keys, JoinToken token)
    {
        _folder = folder;
        Keys = keys;
        JoinToken = token;
    }

    public HubKeys Keys { get; }

    /// <summary>What nodes join with.</summary>
    public JoinToken JoinToken { get; }

    /// <summary>The folder, in words for the person.</summary>
    public override string ToString() => _folder;

    /// <summary>Opens a folder, or makes one with new keys.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="hosts">Names and addresses that a new certificate is for; nodes go by its digest in their token.</param>
    /// <param name="now">The wall clock.</param>
    /// <exception cref="MistakeException">What is there are no keys.</exception>
    public static HubKeyFolder Open(string folder, IEnumerable<string> hosts, DateTimeOffset now)
    {
        if (!File.Exists(Path.Combine(folder, Token)))
        {
            Create(folder, hosts, now);
        }

        try
        {
            return Read(folder, now);
        }
        catch (Exception error) when (error is CryptographicException or FileNotFoundException or ArgumentException)
        {
            throw new MistakeException(
                $"{folder}: expected a hub's keys, found something else ({error.Message.TrimEnd('.')}). Take the folder away: new "
                + "keys are made then, and every node has to join again with the new token.");
        }
    }

    private static HubKeyFolder Read(string folder, DateTimeOffset now)
    {
        var signing = ECDsa.Create();
        signing.ImportFromPem(File.ReadAllText(Path.Combine(folder, SigningKey)));
        var certificate = X509Certificate2.CreateFromPemFile(
            Path.Combine(folder, Certificate), Path.Combine(folder, CertificateKey));
        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            throw new MistakeException(
                $"{folder}: the certificate holds from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}, and "
                + $"this machine's clock says {now:yyyy-MM-dd}. Set the clock right, or take the folder away for new keys.");
        }

        return JoinToken.TryParse(File.ReadAllText(Path.Combine(folder, Token)), out var token, out var reason)
            ? new HubKeyFolder(
                folder,
                new HubKeys(
                    signing, certificate, new TokenRegister([TokenRegister.DigestOf(token)]), new RevocationRegister([])),
                token)
            : throw new MistakeException($"{Path.Combine(folder, Token)}: {reason}");
    }

    /// <remarks>The token comes last: with it the folder is whole.</remarks>
    private static void Create(string folder, IEnumerable<string> hosts, DateTimeOffset now)
    {
        SecretFile.CreateFolder(folder);
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = HubCertificate.Create(hosts, now, Validity);
        using var key = certificate.GetECDsaPrivateKey()!;
        Write(SigningKey, signing.ExportECPrivateKeyPem());
        Write(CertificateKey, key.ExportPkcs8PrivateKeyPem());
        Write(Certificate, certificate.ExportCertificatePem());
        Write(Token, JoinToken.Create(HubCertificate.PinOf(certificate)).ToString());

        void Write(string name, string text) =>
            SecretFile.Write(Path.Combine(folder, name), Encoding.ASCII.GetBytes(text + "\n"));
    }
}
