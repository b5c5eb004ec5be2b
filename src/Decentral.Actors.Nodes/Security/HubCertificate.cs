using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>Certificates by which a hub is known.</summary>
public static class HubCertificate
{
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>A certificate that vouches for itself; nodes know it by the digest in their token.</summary>
    /// <param name="hosts">Names and addresses under which the hub is dialled.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="validity">How long it holds.</param>
    public static X509Certificate2 Create(IEnumerable<string> hosts, DateTimeOffset now, TimeSpan validity)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        return Create("CN=Decentral hub", hosts, now, validity);
    }

    internal static X509Certificate2 Create(
        string subject, IEnumerable<string> hosts, DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(Names(hosts));
        return request.CreateSelfSigned(now - ClockSlack, now + validity);
    }

    /// <summary>By which a token names a certificate.</summary>
    public static byte[] PinOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return SHA256.HashData(certificate.RawDataMemory.Span);
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
