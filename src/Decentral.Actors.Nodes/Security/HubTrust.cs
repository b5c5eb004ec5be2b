using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// Whether a node believes that it has dialled its hub. With a pin, by that certificate under whatever name, or by one
/// that the pinned authority has issued for the name that is dialled; without a pin, by authorities and the name.
/// </summary>
/// <param name="pin">Of the token; empty for none.</param>
/// <param name="authorities">Those that count where there is no pin; null for the system's.</param>
/// <param name="host">The name that is dialled.</param>
internal sealed class HubTrust(ReadOnlyMemory<byte> pin, X509Certificate2Collection? authorities, string host)
{
    /// <summary>Why the last certificate was not believed; null when it was.</summary>
    public string? Fault { get; private set; }

    public bool Check(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Fault = certificate is X509Certificate2 shown && chain is not null
            ? FindFault(shown, chain, errors)
            : "the hub showed no certificate";
        return Fault is null;
    }

    private string? FindFault(X509Certificate2 certificate, X509Chain chain, SslPolicyErrors errors)
    {
        if (pin.IsEmpty)
        {
            return authorities is null
                ? FindFault(certificate, CertificateChain.FlagsOf(chain), errors, "any that this machine trusts")
                : FindFault(certificate, chain, authorities, errors);
        }

        if (IsPinned(certificate))
        {
            return null;
        }

        return HubCertificate.AuthorityIn(certificate) is { } authority && IsPinned(authority)
            ? FindFault(certificate, chain, [authority], errors)
            : "the hub's certificate is not the one that the token names: it is another hub, or somebody between";
    }

    private string? FindFault(
        X509Certificate2 certificate, X509Chain chain, X509Certificate2Collection trusted, SslPolicyErrors errors) => FindFault(
        certificate,
        CertificateChain.Examine(
            certificate, chain.ChainPolicy.ExtraStore, trusted, HubCertificate.ServerAuthentication),
        errors,
        "the one that this node trusts");

    private string? FindFault(
        X509Certificate2 certificate, X509ChainStatusFlags flags, SslPolicyErrors errors, string trusted)
    {
        if ((flags & ~X509ChainStatusFlags.NotTimeValid) != X509ChainStatusFlags.NoError)
        {
            return $"the hub's certificate was issued by another authority than {trusted} ({flags}): join with the token "
                + "that the hub printed, or name its authority by --authority";
        }

        if (flags != X509ChainStatusFlags.NoError)
        {
            return $"the hub's certificate, which holds from {certificate.NotBefore:yyyy-MM-dd} to "
                + $"{certificate.NotAfter:yyyy-MM-dd}, or its authority's does not hold now: renew it by 'decentral keys hub', "
                + "or set this machine's clock right";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? $"the hub's certificate is for {string.Join(", ", HubCertificate.HostsOf(certificate))} and not for {host}: "
            + "join by one of these names, or have it issued for this one too"
            : null;
    }

    private bool IsPinned(X509Certificate2 certificate) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.RawDataMemory.Span), pin.Span);
}
