using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;

namespace Decentral.Actors.Nodes.Hubs;

/// <summary>Who bears which well-known name: gives names, and tells everybody. One call at a time.</summary>
/// <param name="hub">Whose names they are.</param>
/// <param name="members">Who hears of them.</param>
/// <param name="isReserved">See <see cref="HubOptions.IsReserved"/>.</param>
internal sealed class HubNames(HubSwitchboard hub, HubMembers members, Func<string, bool> isReserved)
{
    /// <summary>
    /// An actor of the hub has been given a name, or had one taken back, of which it is told who bears it now.
    /// </summary>
    public void Give(string name, ActorAddress bearer) => Publish(name, bearer, hub.Names.FindObstacle(name));

    /// <summary>An actor of the hub bears a name no more.</summary>
    public void TakeBack(string name, ActorAddress bearer)
    {
        if (hub.Names.TryForget(name, bearer))
        {
            members.Broadcast(NameFrame.Write, new NameFrame(name, null));
        }
    }

    /// <summary>A member says which of its actors bears a name, or that none does.</summary>
    /// <param name="member">Who says so.</param>
    /// <param name="name">The name.</param>
    /// <param name="bearer">An actor of that member; null for none.</param>
    /// <param name="isReminder">See <see cref="NameFrame.IsReminder"/>.</param>
    public void Claim(Member member, string name, ActorAddress? bearer, bool isReminder)
    {
        var former = hub.Names.Find(name);
        if (bearer is { } claimant)
        {
            // What another has taken over while the link was down stays with that one.
            if (!isReminder || former is null || former.Value.Node == member.Node)
            {
                Publish(name, claimant, FindObstacle(member.Node, name, former));
            }
        }
        else if (former is { } present && present.Node == member.Node)
        {
            TakeBack(name, present);
        }
    }

    private string? FindObstacle(NodeId claimant, string name, ActorAddress? former) =>
        hub.Names.FindObstacle(name) is { } obstacle ? obstacle
        : isReserved(name) ? "it is reserved for the hub."
        : former?.Node == claimant || hub.Names.CountOf(claimant) < NameDirectory.MaxNamesOfOne ? null
        : $"its node bears {NameDirectory.MaxNamesOfOne} names, which is the most for one.";

    private void Publish(string name, ActorAddress bearer, string? obstacle)
    {
        if (obstacle is not null)
        {
            NodesLog.NameRefused(hub.Log, name.Length <= NameDirectory.MaxNameLength ? name : "...", bearer, obstacle);
            return;
        }

        hub.Names.Learn(name, bearer);
        members.Broadcast(NameFrame.Write, new NameFrame(name, bearer));
    }
}
