using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// Whether a node believes that it has dialled its hub: with a pin, by that certificate or one that it issued, under
/// whatever name; without one, by the system's authorities and the name.
/// </summary>
internal sealed class HubTrust(ReadOnlyMemory<byte> pin)
{
    /// <summary>Why the last certificate was not believed; null when it was.</summary>
    public string? Fault { get; private set; }

    public bool Check(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Fault = FindFault(certificate as X509Certificate2, chain, errors);
        return Fault is null;
    }

    private string? FindFault(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the hub showed no certificate";
        }

        if (pin.IsEmpty)
        {
            return errors == SslPolicyErrors.None
                ? null
                : $"the hub's certificate is not trusted here ({errors}): "
                + "join with the token that it printed, which names it";
        }

        if (IsPinned(certificate))
        {
            return null;
        }

        return FindPinned(chain) is { } authority && IsIssuedBy(certificate, authority)
            ? null
            : "the hub's certificate is not the one that the token names: it is another hub, or somebody between";
    }

    private X509Certificate2? FindPinned(X509Chain? chain) =>
        chain?.ChainElements.Select(element => element.Certificate).FirstOrDefault(IsPinned);

    private bool IsPinned(X509Certificate2 certificate) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.RawDataMemory.Span), pin.Span);

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
