using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>What came of an attempt to connect.</summary>
/// <param name="Socket">The connection; null when there is none.</param>
/// <param name="Challenge">What the hub said first; null when it did not.</param>
/// <param name="Welcome">Its welcome; null when it gave none.</param>
/// <param name="Refusal">Its refusal; null when it gave none.</param>
/// <param name="Reason">Why there is no connection, in words.</param>
internal sealed record DialOutcome(
    FrameSocket? Socket, Challenge? Challenge, Welcome? Welcome, Refusal? Refusal, string Reason)
{
    public static DialOutcome Failed(string reason) => new(null, null, null, null, reason);

    public static DialOutcome Refused(Refusal refusal) => new(null, null, null, refusal, refusal.Reason);
}
