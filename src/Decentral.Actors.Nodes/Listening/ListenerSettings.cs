using System.Security.Cryptography.X509Certificates;

namespace Decentral.Actors.Nodes.Listening;

/// <summary>How a listener listens.</summary>
/// <param name="Listen">Where; port 0 lets the system choose one.</param>
/// <param name="Certificate">For TLS, with its key; null for none.</param>
/// <param name="MaxStrangers">Connections that have not yet proved whose they are, at one time.</param>
internal sealed record ListenerSettings(Uri Listen, X509Certificate2? Certificate, int MaxStrangers)
{
    /// <summary>Sent with the certificate, for those who know the last of its authorities only.</summary>
    public X509Certificate2Collection Intermediates { get; init; } = [];

    /// <summary>Whoever connects has to show a certificate that one of these has issued; null where none is asked for.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }
}
