using Decentral.Actors.Nodes.Handshakes;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>A hub does not take this node, and would not the next time; the message says why, and what to do.</summary>
public sealed class JoinRefusedException(RefusalKind kind, string message) : Exception(message)
{
    /// <summary>Why, for whoever acts on it.</summary>
    public RefusalKind Kind => kind;
}
