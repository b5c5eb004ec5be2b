using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// Certificates that nodes show to a hub that asks for them before it listens to anything else (mutual TLS). They come
/// beside the hub's own: an authority says which machines may speak at all, the hub who has joined.
/// </summary>
public static class ClientCertificate
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";

    /// <summary>Issues one for the name of a node, with a key of its own.</summary>
    /// <param name="authority">Issues it; with its key.</param>
    /// <param name="node">The only name that can be used with it.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="validity">How long it holds; not longer than the authority.</param>
    public static X509Certificate2 Issue(
        X509Certificate2 authority, NodeId node, DateTimeOffset now, TimeSpan validity)
    {
        ArgumentNullException.ThrowIfNull(authority);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(node.Name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        return CertificateAuthority.Issue(authority, request, key, now, validity);
    }

    /// <summary>The name of the node that a certificate is for; null where it has none, or several.</summary>
    public static string? NameIn(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var names = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
            .Select(part => part.GetSingleElementValue())
            .ToArray();
        return names.Length == 1 ? names[0] : null;
    }

    /// <summary>Why a hub listens no further to whoever shows this; null where it does. ASCII.</summary>
    internal static string? FindFault(X509Certificate2? shown, X509Certificate2Collection authorities)
    {
        if (shown is null)
        {
            return "this hub asks for a client certificate, and none was shown: name one by --client-certificate and "
                + "--client-key, which the hub's owner makes by 'decentral keys node'.";
        }

        var flags = CertificateChain.Examine(shown, [], authorities, ClientAuthentication);
        if (flags == X509ChainStatusFlags.NoError)
        {
            return null;
        }

        return flags == X509ChainStatusFlags.NotTimeValid
            ? $"the client certificate holds from {shown.NotBefore:yyyy-MM-dd} to {shown.NotAfter:yyyy-MM-dd}, which is not now: "
            + "have a new one made by 'decentral keys node'."
            : "the client certificate was not issued for nodes by the authority that this hub asks for: have one made by "
            + "'decentral keys node' with that authority.";
    }

    /// <summary>Why a node may not use a name with this certificate; null where it may.</summary>
    internal static string? FindFalseName(X509Certificate2 certificate, NodeId node) =>
        NameIn(certificate) is var name && name == node.Name
            ? null
            : $"its client certificate is for '{name}', and it calls itself '{node}': start it with --name '{name}', or with "
            + "a certificate of its own.";
}
