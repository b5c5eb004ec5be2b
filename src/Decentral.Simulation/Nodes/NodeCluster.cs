using Decentral.Actors.Membership;

namespace Decentral.Simulation.Nodes;

/// <summary>A node's view of the run, as offered to one of its actors.</summary>
internal sealed class NodeCluster(ClusterView view, SimulatedActorCell subscriber) : ICluster
{
    public Member Self => view.Self;

    public IReadOnlyList<Member> Members => view.Members;

    public void Subscribe() => view.Subscribe(subscriber);
}
