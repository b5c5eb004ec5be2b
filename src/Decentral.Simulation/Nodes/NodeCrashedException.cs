using Decentral.Actors;

namespace Decentral.Simulation.Nodes;

/// <summary>How the actors of a node end when it crashes: without having stopped.</summary>
public sealed class NodeCrashedException : Exception
{
    /// <summary>Says which node.</summary>
    public NodeCrashedException(NodeId node)
        : base($"{node} crashed.")
    {
    }
}
