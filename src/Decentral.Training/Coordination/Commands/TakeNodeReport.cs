using Decentral.Actors;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Commands;

/// <summary>A node said what it hosts, and how much more it would.</summary>
/// <param name="Agent">Its agent, by which the node is known: nobody can speak in the name of another.</param>
/// <param name="Report">What it said.</param>
/// <param name="IsHome">Whether it is the coordinator's own node.</param>
public sealed record TakeNodeReport(ActorRef Agent, NodeReport Report, bool IsHome = false) : CoordinatorCommand
{
    /// <summary>The node's name; the same over its restarts.</summary>
    public string Node => Agent.Address.Node.Name;
}
