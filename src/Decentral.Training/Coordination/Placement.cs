using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>Gives places in the fleet to nodes that join.</summary>
internal static class Placement
{
    /// <summary>Refused updates after which a node is given no place any more.</summary>
    private const int MostRefusals = 3;

    public static string Take(CoordinatorTurn turn, TakeNodeReport from)
    {
        ShardPlacement.Take(turn, from);
        var said = $"{from.Node} hosts {from.Report.Hosted.Length} workers.";
        foreach (var request in from.Report.Requests)
        {
            said = Answer(turn, from, request);
        }

        return said;
    }

    private static string Answer(CoordinatorTurn turn, TakeNodeReport from, long request)
    {
        var given = turn.State.Places.FirstOrDefault(place => IsOf(place.Value, from) && place.Value.Request == request);
        if (given.Value is not null)
        {
            Tell(turn, from, request, given.Key);
            return $"{from.Node} is told again of {given.Key}.";
        }

        var awaited = turn.State.Places.Count(
            place => IsOf(place.Value, from) && !turn.State.Members.ContainsKey(place.Key));
        if (turn.State.Members.Count + awaited >= turn.Plan.MaxMembers)
        {
            turn.Do(new AnswerNode(from.Agent, new HostNone(
                $"the run has {turn.State.Members.Count} workers, and limits.members allows {turn.Plan.MaxMembers}")));
            return $"{from.Node} is given no place: the run has {turn.State.Members.Count} workers.";
        }

        if (turn.State.RefusalsOf(from.Node) is >= MostRefusals and var refusals)
        {
            turn.Do(new AnswerNode(from.Agent, new HostNone(
                $"{refusals} updates of this node were refused, as the run's ledger says: it may come back under another name")));
            return $"{from.Node} is given no place: {refusals} of its updates were refused.";
        }

        var worker = FindPlace(turn, from);
        turn.Emit(new WorkerPlaced(worker, from.Node, from.Report.Start, request, NextLife(turn, worker))
        {
            Measures = from.Report.Measures,
        });
        Tell(turn, from, request, worker);
        return $"{from.Node} is given {worker}.";
    }

    private static void Tell(CoordinatorTurn turn, TakeNodeReport from, long request, WorkerId worker) =>
        turn.Do(new AnswerNode(from.Agent, new HostWorker(request, worker, turn.State.Places[worker].Incarnation)));

    /// <summary>One that the node had before, so that it finds what it has saved; else the lowest that nobody ever had.</summary>
    private static WorkerId FindPlace(CoordinatorTurn turn, TakeNodeReport from)
    {
        foreach (var (worker, place) in turn.State.Places)
        {
            var isAwaited = IsOf(place, from) && from.Report.Requests.Contains(place.Request);
            var isFree = !isAwaited && !from.Report.Hosted.Contains(worker);
            if (isFree && place.Node == from.Node && worker.Value >= turn.Plan.HomeWorkers)
            {
                return worker;
            }
        }

        var lowest = turn.Plan.HomeWorkers;
        while (turn.State.Places.ContainsKey(new WorkerId(lowest)))
        {
            lowest++;
        }

        return new WorkerId(lowest);
    }

    private static Incarnation NextLife(CoordinatorTurn turn, WorkerId worker)
    {
        var placed = turn.State.Places.GetValueOrDefault(worker)?.Incarnation ?? default;
        var known = turn.State.Members.GetValueOrDefault(worker)?.Incarnation ?? default;
        return new Incarnation(1 + Math.Max(turn.Plan.LastIncarnation.Value, Math.Max(placed.Value, known.Value)));
    }

    private static bool IsOf(PlaceState place, TakeNodeReport from) =>
        place.Node == from.Node && place.Start == from.Report.Start;
}
