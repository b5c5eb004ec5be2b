using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>An authority of one's own, that issues the certificates of hubs and nodes.</summary>
public static class CertificateAuthority
{
    private const int SerialBytes = 16;
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    /// <summary>A new authority: a certificate that vouches for itself, with its key; P-256.</summary>
    /// <param name="now">The wall clock.</param>
    /// <param name="validity">How long it holds, and all that it issues at most.</param>
    public static X509Certificate2 Create(DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Decentral authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - ClockSlack, now + validity);
    }

    /// <summary>Issues what was asked for, within the authority's own time.</summary>
    internal static X509Certificate2 Issue(
        X509Certificate2 authority, CertificateRequest request, ECDsa key, DateTimeOffset now, TimeSpan validity)
    {
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var issued = request.Create(
            authority,
            Later(now - ClockSlack, authority.NotBefore),
            Earlier(now + validity, authority.NotAfter),
            NewSerial());
        return issued.CopyWithPrivateKey(key);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);

        // A positive number with no leading zeros (RFC 5280, §4.1.2.2).
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
