using Decentral.Actors.Hosting;
using Decentral.Actors.Membership;

namespace Decentral.Actors.Nodes.Membership;

/// <summary>The members, as offered to one actor.</summary>
internal sealed class RosterCluster(Roster roster, ActorCell subscriber) : ICluster
{
    public Member Self => roster.Self;

    public IReadOnlyList<Member> Members => roster.Members;

    public void Subscribe() => roster.Subscribe(subscriber);
}
