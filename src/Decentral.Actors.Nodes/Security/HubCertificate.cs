using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>Certificates by which a hub is known.</summary>
public static class HubCertificate
{
    internal const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string Subject = "CN=Decentral hub";

    /// <summary>
    /// The extension of a certificate that holds its authority's: a TLS server sends all of its chain but the root, of
    /// which a node knows the digest alone. A number that nobody else uses (ITU-T X.667).
    /// </summary>
    private const string AuthorityExtension = "2.25.213090848108855489260623111346098358947";

    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    /// <summary>A certificate that vouches for itself; nodes know it by the digest in their token.</summary>
    /// <param name="hosts">Names and addresses under which the hub is dialled.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="validity">How long it holds.</param>
    public static X509Certificate2 Create(IEnumerable<string> hosts, DateTimeOffset now, TimeSpan validity)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        return Create(Subject, hosts, now, validity);
    }

    internal static X509Certificate2 Create(
        string subject, IEnumerable<string> hosts, DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request(subject, key, hosts).CreateSelfSigned(now - ClockSlack, now + validity);
    }

    /// <summary>
    /// A certificate that an authority vouches for; nodes know the authority by the digest in their token, so that a new
    /// certificate needs no new token.
    /// </summary>
    /// <param name="authority">Issues it; with its key.</param>
    /// <param name="hosts">Names and addresses under which the hub is dialled, and no others.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="validity">How long it holds; not longer than the authority.</param>
    public static X509Certificate2 Issue(
        X509Certificate2 authority, IEnumerable<string> hosts, DateTimeOffset now, TimeSpan validity)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(hosts);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(Subject, key, hosts);
        request.CertificateExtensions.Add(new X509Extension(AuthorityExtension, authority.RawDataMemory.Span, false));
        return CertificateAuthority.Issue(authority, request, key, now, validity);
    }

    /// <summary>By which a token names a certificate.</summary>
    public static byte[] PinOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return SHA256.HashData(certificate.RawDataMemory.Span);
    }

    /// <summary>The names and addresses that a certificate is for.</summary>
    public static IReadOnlyList<string> HostsOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(
                names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))),
        ];
    }

    /// <summary>The certificate of the authority that a certificate says has issued it; null where it says nothing.</summary>
    internal static X509Certificate2? AuthorityIn(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions[AuthorityExtension] is { } extension
                ? X509CertificateLoader.LoadCertificate(extension.RawData)
                : null;
        }
        catch (CryptographicException)
        {
            // Bytes from outside that are no certificate name no authority.
            return null;
        }
    }

    private static CertificateRequest Request(string subject, ECDsa key, IEnumerable<string> hosts)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(Names(hosts));
        return request;
    }

    private static X509Extension Names(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }
}
