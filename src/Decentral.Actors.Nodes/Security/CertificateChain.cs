using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Security;

/// <summary>Whether given authorities vouch for a certificate, whatever this machine's own authorities say.</summary>
internal static class CertificateChain
{
    /// <summary>What is wrong with it; nothing where it is trusted.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="presented">Further ones that were shown with it.</param>
    /// <param name="authorities">Those that are trusted.</param>
    /// <param name="purpose">What it is used for (RFC 5280, §4.2.1.12).</param>
    public static X509ChainStatusFlags Examine(
        X509Certificate2 certificate,
        X509Certificate2Collection presented,
        X509Certificate2Collection authorities,
        string purpose)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(presented);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.Build(certificate);
        return FlagsOf(chain);
    }

    /// <summary>All that was found wrong while a chain was built.</summary>
    public static X509ChainStatusFlags FlagsOf(X509Chain chain) => chain.ChainStatus.Aggregate(
        X509ChainStatusFlags.NoError, static (all, status) => all | status.Status);
}
