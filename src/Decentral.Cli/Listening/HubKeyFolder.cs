using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;

namespace Decentral.Cli.Listening;

/// <summary>
/// A hub's keys on disk: what it signs nodes' certificates with, its certificate for TLS, the first token that nodes join
/// with, and the register of all tokens and nodes. Whoever can read the folder can join, and pose as the hub.
/// </summary>
internal sealed class HubKeyFolder
{
    /// <summary>The name of the folder in a run directory.</summary>
    public const string Name = "keys";

    /// <summary>What the first token is called.</summary>
    private const string FirstLabel = "first";

    private const string SigningKey = "signing-key.pem";
    private const string Certificate = "certificate.pem";
    private const string CertificateKey = "certificate-key.pem";
    private const string Token = "token";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    private readonly string _folder;
    private readonly JoinToken _first;

    private HubKeyFolder(string folder, HubKeys keys, JoinToken first, KeyRegisterFile register)
    {
        _folder = folder;
        _first = first;
        Keys = keys;
        Register = register;
    }

    public HubKeys Keys { get; }

    /// <summary>The tokens and nodes that the hub knows.</summary>
    public KeyRegisterFile Register { get; }

    /// <summary>What nodes can join with; null where the first token has been revoked or has ended.</summary>
    /// <param name="now">The wall clock.</param>
    public JoinToken? UsableToken(DateTimeOffset now) =>
        Keys.Tokens.Find(_first.Secret.Span) is { IsRevoked: false } grant && !(grant.Expires < now) ? _first : null;

    /// <summary>
    /// Names by which nodes have to dial the hub; null where any will do, since their tokens name the certificate itself.
    /// </summary>
    public IReadOnlyList<string>? Hosts() => _first.Pin.Span.SequenceEqual(HubCertificate.PinOf(Keys.Certificate!))
        ? null
        : HubCertificate.HostsOf(Keys.Certificate!);

    /// <summary>A name by which nodes may dial the hub: this one, if they may, or else one that the certificate is for.</summary>
    /// <param name="host">The name or address that others reach it by.</param>
    public string HostFor(string host)
    {
        var plain = host.Trim('[', ']');
        var isCertified = Uri.CheckHostName(plain) != UriHostNameType.Unknown
            && Keys.Certificate!.MatchesHostname(plain, allowCommonName: false);
        return Hosts() is { } certified && !isCertified
            ? certified.FirstOrDefault(name => !name.StartsWith('*')) ?? host
            : host;
    }

    /// <summary>The folder, in words for the person.</summary>
    public override string ToString() => _folder;

    /// <summary>Opens a folder, or makes one with new keys.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="hosts">Names and addresses that a new certificate is for; nodes go by its digest in their token.</param>
    /// <param name="now">The wall clock.</param>
    /// <exception cref="MistakeException">What is there are no keys.</exception>
    public static HubKeyFolder Open(string folder, IEnumerable<string> hosts, DateTimeOffset now)
    {
        if (!IsThere(folder))
        {
            using var certificate = HubCertificate.Create(hosts, now, Validity);
            SecretFile.CreateFolder(folder);
            Write(folder, certificate, null, HubCertificate.PinOf(certificate), now);
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

    /// <summary>Makes keys with a certificate that was issued, or gives such a certificate to keys that there are.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="certificate">With its key.</param>
    /// <param name="further">Certificates that are sent with it, in PEM; null for none.</param>
    /// <param name="pin">By which tokens name its authority; empty where they leave it to the system's authorities.</param>
    /// <param name="now">The wall clock.</param>
    /// <returns>Whether there were keys, which stay as they are but for the certificate.</returns>
    /// <exception cref="MistakeException">The folder is something else, or its tokens name another certificate.</exception>
    public static bool Certify(string folder, X509Certificate2 certificate, string? further, byte[] pin, DateTimeOffset now)
    {
        if (!IsThere(folder))
        {
            EmptyFolder.Make(folder);
            Write(folder, certificate, further, pin, now);
            return false;
        }

        if (!ReadToken(folder).Pin.Span.SequenceEqual(pin))
        {
            throw new MistakeException(
                $"--out: the tokens of {folder} name another certificate or authority than this one, so that no node would "
                + "believe it; name the same authority, or a new folder, whose token every node has to join with again");
        }

        WriteCertificate(folder, certificate, further);
        return true;
    }

    /// <summary>The register of a folder, to look at or to change.</summary>
    /// <param name="folder">Where.</param>
    /// <exception cref="MistakeException">It has no keys.</exception>
    public static KeyRegisterFile RegisterOf(string folder) => RegisterOf(folder, ReadToken(folder));

    /// <summary>A token that names the same certificate or authority as the first.</summary>
    /// <exception cref="MistakeException">The folder has no keys.</exception>
    public static JoinToken NewToken(string folder) => JoinToken.Create(ReadToken(folder).Pin.Span);

    private static bool IsThere(string folder) => File.Exists(Path.Combine(folder, Token));

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
                + $"this machine's clock says {now:yyyy-MM-dd}. Set the clock right, renew a certificate of an authority by "
                + $"{ProgramName.Typed} keys hub, or take the folder away for new keys.");
        }

        var further = new X509Certificate2Collection();
        further.ImportFromPemFile(Path.Combine(folder, Certificate));
        further.RemoveAt(0);
        var token = ReadToken(folder);
        var file = RegisterOf(folder, token);
        var register = file.Read();
        var revoked = new RevocationRegister([]);
        revoked.Replace(register.RevokedSerials(), register.RevokedNames());
        var keys = new HubKeys(signing, certificate, new TokenRegister(register.Grants()), revoked) { Intermediates = further };
        return new HubKeyFolder(folder, keys, token, file);
    }

    private static JoinToken ReadToken(string folder)
    {
        var path = Path.Combine(folder, Token);
        if (!File.Exists(path))
        {
            throw new MistakeException(
                $"{folder}: expected a hub's keys, which hold a file named {Token}, found none; name the folder that --keys of "
                + $"{ProgramName.Typed} train names, or make one by: {ProgramName.Typed} keys hub");
        }

        return JoinToken.TryParse(File.ReadAllText(path), out var token, out var reason)
            ? token
            : throw new MistakeException($"{path}: {reason}");
    }

    private static KeyRegisterFile RegisterOf(string folder, JoinToken first) => new(folder, () => KeyRegister.Of(
        new RegisteredToken(KeyRegister.DigestOf(first), FirstLabel, File.GetLastWriteTimeUtc(Path.Combine(folder, Token)))));

    /// <remarks>The token comes last: with it the folder is whole.</remarks>
    private static void Write(string folder, X509Certificate2 certificate, string? further, byte[] pin, DateTimeOffset now)
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PemPair.Write(Path.Combine(folder, SigningKey), signing.ExportECPrivateKeyPem());
        WriteCertificate(folder, certificate, further);
        var token = JoinToken.Create(pin);
        RegisterOf(folder, token).Update(_ => KeyRegister.Of(new RegisteredToken(KeyRegister.DigestOf(token), FirstLabel, now)));
        PemPair.Write(Path.Combine(folder, Token), token.ToString());
    }

    private static void WriteCertificate(string folder, X509Certificate2 certificate, string? further) =>
        PemPair.Write(Path.Combine(folder, Certificate), Path.Combine(folder, CertificateKey), certificate, further);
}
