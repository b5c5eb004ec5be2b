using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>
/// Gives the parameter shards to the nodes that join, in proportion to their links, so that the updates of a round do not all go
/// through the coordinator's. A shard that is lost with its node is given to another: it holds nothing that workers do not.
/// </summary>
internal static class ShardPlacement
{
    /// <summary>Of a node that has not measured its link.</summary>
    private const double UnknownLink = 1;

    public static void Take(CoordinatorTurn turn, TakeNodeReport from)
    {
        if (!turn.Plan.SpreadsShards)
        {
            return;
        }

        var seen = new NodeState(from.Agent, from.Report.Start, LinkOf(from));
        if (!turn.State.Nodes.TryGetValue(from.Node, out var known) || known != seen)
        {
            turn.Emit(new NodeSeen(seen.Agent, seen.Start, seen.Link));
            Settle(turn, IsGone);
            Balance(turn, from.Node);
        }

        Correct(turn, from);

        bool IsGone(ShardPlace place) => place.Node == from.Node && place.Start != from.Report.Start;
    }

    /// <summary>Gives away the shards of a node that is gone.</summary>
    public static string Lose(CoordinatorTurn turn, LoseNode lost)
    {
        var node = lost.Agent.Address.Node.Name;
        if (!turn.State.Nodes.TryGetValue(node, out var known) || known.Agent != lost.Agent)
        {
            return $"{node} was gone already.";
        }

        turn.Emit(new NodeGone(node));
        Settle(turn, place => place.Node == node);
        return $"{node} is gone.";
    }

    /// <summary>Gives away the shards of nodes that have not been heard of in a whole roll call: their loss was heard by nobody.</summary>
    public static void Replace(CoordinatorTurn turn)
    {
        if (turn.Plan.SpreadsShards)
        {
            Settle(turn, place => !turn.State.Nodes.ContainsKey(place.Node));
        }
    }

    private static double LinkOf(TakeNodeReport from) => from.IsHome ? 0
        : from.Report.Measures is { } measures ? Math.Max(UnknownLink, Math.Min(measures.Downlink, measures.Uplink))
        : UnknownLink;

    private static void Settle(CoordinatorTurn turn, Predicate<ShardPlace> isGone)
    {
        for (var i = 0; i < turn.State.Fragments; i++)
        {
            var fragment = new FragmentId(i);
            if (!turn.State.ShardPlaces.TryGetValue(fragment, out var place))
            {
                Place(turn, fragment, "it had no place", isRecovery: false);
            }
            else if (isGone(place))
            {
                Place(turn, fragment, $"{place.Node} is gone", isRecovery: true);
            }
            else if (IsHome(turn.State, place) && turn.State.Nodes.Values.Any(node => node.Link > 0))
            {
                Place(turn, fragment, "a node has joined", isRecovery: false);
            }
        }
    }

    /// <summary>Moves shards to a node that has come, as long as those of the busiest would be ready sooner.</summary>
    private static void Balance(CoordinatorTurn turn, string node)
    {
        while (turn.State.ShardPlaces
            .Where(place => BusyWith(turn.State, place.Value.Node, 0) > BusyWith(turn.State, node, 1))
            .OrderByDescending(place => BusyWith(turn.State, place.Value.Node, 0))
            .ThenBy(place => place.Key)
            .FirstOrDefault() is { Value: not null } busiest)
        {
            Give(turn, busiest.Key, node, "a node has joined", isRecovery: false);
        }
    }

    /// <summary>What the shards of a node, and some more, take of its link.</summary>
    private static double BusyWith(CoordinatorState state, string node, int more) =>
        state.Nodes.TryGetValue(node, out var known)
            ? (more + state.ShardPlaces.Values.Count(place => place.Node == node)) / known.Link
            : 0;

    private static bool IsHome(CoordinatorState state, ShardPlace place) =>
        state.Nodes.TryGetValue(place.Node, out var node) && node.Link == 0;

    private static void Place(CoordinatorTurn turn, FragmentId fragment, string reason, bool isRecovery)
    {
        var best = turn.State.Nodes
            .OrderByDescending(node => node.Value.Link / (1 + CountOn(turn.State, node.Key, fragment)))
            .ThenBy(node => node.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best.Value is not null)
        {
            Give(turn, fragment, best.Key, reason, isRecovery);
        }
    }

    private static void Give(CoordinatorTurn turn, FragmentId fragment, string name, string reason, bool isRecovery)
    {
        var node = turn.State.Nodes[name];
        var shard = new HostedShard(fragment, NextLife(turn.State, fragment));
        turn.Emit(new ShardPlaced(fragment, name, node.Start, shard.Incarnation, reason, isRecovery));
        turn.Do(new AnswerNode(node.Agent, new HostShard(shard)));
    }

    private static int CountOn(CoordinatorState state, string node, FragmentId but) =>
        state.ShardPlaces.Count(place => place.Key != but && place.Value.Node == node && state.Nodes.ContainsKey(node));

    /// <summary>Above all lives that the last node may have given it, as it replaces one that fails by itself.</summary>
    private static Incarnation NextLife(CoordinatorState state, FragmentId fragment)
    {
        var placed = state.ShardPlaces.TryGetValue(fragment, out var place) ? place.Incarnation : default;
        var known = state.Shards.TryGetValue(fragment, out var report) ? report.Incarnation : default;
        return (placed > known ? placed : known).OfNextStart;
    }

    /// <summary>Says again what a node's report shows that it has missed.</summary>
    private static void Correct(CoordinatorTurn turn, TakeNodeReport from)
    {
        foreach (var (fragment, place) in turn.State.ShardPlaces)
        {
            if (IsOn(place, from) && !from.Report.Shards.Any(
                shard => shard.Fragment == fragment && shard.Incarnation.CompareTo(place.Incarnation) >= 0))
            {
                turn.Do(new AnswerNode(from.Agent, new HostShard(new HostedShard(fragment, place.Incarnation))));
            }
        }

        foreach (var shard in from.Report.Shards)
        {
            if (!turn.State.ShardPlaces.TryGetValue(shard.Fragment, out var place) || !IsOn(place, from))
            {
                turn.Do(new AnswerNode(from.Agent, new DropShard(shard)));
            }
        }
    }

    private static bool IsOn(ShardPlace place, TakeNodeReport from) =>
        place.Node == from.Node && place.Start == from.Report.Start;
}
