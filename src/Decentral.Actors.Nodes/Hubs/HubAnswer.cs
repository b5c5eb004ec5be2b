using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Sessions;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>What a hub says to a node that would have a control link.</summary>
/// <param name="Session">Whose link is open now; null where it is refused.</param>
/// <param name="Welcome">What it is told first; null where it is refused.</param>
/// <param name="Refusal">Why not; null where it is welcome.</param>
internal sealed record HubAnswer(Session? Session, Welcome? Welcome, Refusal? Refusal)
{
    public static HubAnswer Refused(RefusalKind kind, string reason, long floor) =>
        new(null, null, new Refusal(kind, reason, floor));
}
