using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>Admits workers and strikes them off; hears where everyone stands and repeats what they seem to have missed.</summary>
internal static class Membership
{
    public static string Take(CoordinatorTurn turn, WorkerReport report)
    {
        var known = turn.State.Members.GetValueOrDefault(report.Worker);
        if (known is not null && report.Incarnation.Value < known.Incarnation.Value)
        {
            // It may live on a node that knows nothing of that, and would wait for ever.
            turn.Do(new TurnAway(report.Reference));
            return $"{report.Worker} has been replaced by incarnation {known.Incarnation}; {report.Incarnation} is not heard.";
        }

        if (turn.State.IsUndone(report))
        {
            turn.Do(new TurnAway(report.Reference));
            return $"{report.Worker} holds version {report.Version} of a round that was undone; it is to begin anew.";
        }

        if (known is null || known.Incarnation != report.Incarnation)
        {
            Admit(turn, report, known);
        }

        turn.Emit(new WorkerReported(report));
        if (report.Term < turn.State.Term)
        {
            turn.Do(new OrderWorker(report.Worker, new CallRoll(turn.State.Term)));
            return $"{report.Worker} is called to term {turn.State.Term}.";
        }

        return turn.State.Phase == CoordinatorPhase.Gathering
            ? RollCall.Consider(turn, isLate: false)
            : Rounds.Remind(turn, report);
    }

    public static string Take(CoordinatorTurn turn, ShardReport report)
    {
        if (report.Fragment.Value >= turn.State.Fragments)
        {
            return $"The run has no {report.Fragment}; its shard is not heard.";
        }

        var known = turn.State.Shards.GetValueOrDefault(report.Fragment);
        if (known is not null && report.Incarnation.Value < known.Incarnation.Value)
        {
            return $"Incarnation {report.Incarnation} of {report.Fragment}'s shard has been replaced; it is not heard.";
        }

        turn.Emit(new ShardReported(report));
        var isRunning = turn.State.Phase is CoordinatorPhase.Training or CoordinatorPhase.Finishing;
        if (isRunning && known is not null && known.Incarnation != report.Incarnation)
        {
            var isMoved = turn.State.ShardPlaces.TryGetValue(report.Fragment, out var place)
                && place is { IsRecovery: false } && place.Incarnation == report.Incarnation;
            var loss = turn.Plan.ShardsOwe ? ", and what it owed is dropped" : "";
            return RollCall.Begin(
                turn, $"{report.Fragment}'s shard was {(isMoved ? "moved" : "replaced")}{loss}", isRecovery: !isMoved);
        }

        if (report.Term < turn.State.Term)
        {
            turn.Do(new OrderShard(report.Fragment, new CallShard(turn.State.Term)));
            return $"{report.Fragment}'s shard is called to term {turn.State.Term}.";
        }

        return turn.State.Phase == CoordinatorPhase.Gathering
            ? RollCall.Consider(turn, isLate: false)
            : Rounds.Remind(turn, report);
    }

    public static string Lose(CoordinatorTurn turn, LoseWorker lost)
    {
        if (!turn.State.Members.TryGetValue(lost.Worker, out var member) || member.Incarnation != lost.Incarnation)
        {
            return $"{lost.Worker} {lost.Incarnation} was gone already.";
        }

        turn.Emit(new WorkerLeft(lost.Worker, lost.Incarnation, lost.Reason));
        return turn.State.Phase == CoordinatorPhase.Gathering
            ? RollCall.Consider(turn, isLate: false)
            : DoWithout(turn, lost.Worker, lost.Reason);
    }

    /// <summary>
    /// Counts a refused update against the node that sent it. If that is where the worker lives, the worker is done without, and
    /// begins anew.
    /// </summary>
    public static string Take(CoordinatorTurn turn, ContributionRefused refused)
    {
        var node = refused.From.Address.Node.Name;
        if (turn.Plan.SpreadsShards && !IsOfTheRound(turn.State, refused))
        {
            return $"A refusal of {refused.Worker}'s update by a member is not of a round that is open.";
        }

        turn.Emit(new UpdateRefused(refused.Round, refused.Worker, node, refused.Reason));
        if (!turn.State.Members.TryGetValue(refused.Worker, out var member) || member.Report?.Reference != refused.From)
        {
            return $"An update of {node} in the name of {refused.Worker} was refused: {refused.Reason}.";
        }

        turn.Do(new TurnAway(refused.From));
        return Lose(turn, new LoseWorker(refused.Worker, member.Incarnation, $"sent an update that was refused: {refused.Reason}"));
    }

    /// <summary>A member that combines updates may accuse those alone that have sent it one.</summary>
    private static bool IsOfTheRound(CoordinatorState state, ContributionRefused refused) => state.Opened.Any(open =>
        open.Participants.TryGetValue(refused.Worker, out var lease) && open.WorkOf(lease) == new Opening(refused.Round, refused.Opened)
        && state.Members[refused.Worker].Report?.Reference == refused.From);

    private static void Admit(CoordinatorTurn turn, WorkerReport report, MemberState? known)
    {
        var isRunning = turn.State.Phase is CoordinatorPhase.Training or CoordinatorPhase.Finishing;
        if (known is not null)
        {
            const string Reason = "was replaced";
            turn.Emit(new WorkerLeft(report.Worker, known.Incarnation, Reason));
            if (turn.State.Phase != CoordinatorPhase.Gathering)
            {
                DoWithout(turn, report.Worker, Reason);
            }
        }

        var isRecovery = isRunning && turn.State.Known.Contains(report.Worker);
        turn.Emit(new WorkerJoined(report.Worker, report.Incarnation, report.Version, isRecovery));
    }

    private static string DoWithout(CoordinatorTurn turn, WorkerId worker, string reason)
    {
        var said = Boundary.DoWithout(turn, worker, reason);
        if (turn.State.Phase == CoordinatorPhase.Finishing && !turn.State.IsHeld)
        {
            return RollCall.Begin(turn, $"{worker} {reason}, the last to hold version {turn.State.Committed}", isRecovery: true);
        }

        if (turn.State.Phase != CoordinatorPhase.Training)
        {
            return said;
        }

        foreach (var ahead in turn.State.Ahead.Where(ahead => ahead.Participants.ContainsKey(worker)))
        {
            turn.Emit(new ParticipantStruckOff(ahead.Round, worker, reason));
        }

        var wasClosing = !turn.State.Carried.IsEmpty;
        var givesUpWork = RollCall.DiscardEmpty(turn);
        if (turn.State is { Open: { } closing } && turn.State.Carried.ContainsKey(worker))
        {
            turn.Emit(new ParticipantStruckOff(closing.Round, worker, reason));
        }

        if (turn.State.Open is { } open && open.Participants.ContainsKey(worker))
        {
            said = StrikeOff(turn, open, worker, reason);
        }

        if (turn.State is { Phase: CoordinatorPhase.Training, IsRecollecting: true })
        {
            return RollCall.Begin(
                turn, $"{worker} {reason} before round {turn.State.Committed} was published", isRecovery: true);
        }

        if (givesUpWork && turn.State.Phase == CoordinatorPhase.Training)
        {
            return RollCall.Begin(turn, $"{worker} {reason}, and rounds that were opened after one of its own are given up", isRecovery: true);
        }

        if (wasClosing && turn.State is { Phase: CoordinatorPhase.Training, Open: not null, Carried.IsEmpty: true })
        {
            // Those who were carried over take part again in the round that was closing.
            Rounds.Collect(turn);
            Closing.Limit(turn);
        }

        return turn.State is { Phase: CoordinatorPhase.Training, IsHeld: false }
            ? RollCall.Begin(turn, $"{worker} {reason}, the last to hold version {turn.State.Committed}", isRecovery: true)
            : said;
    }

    private static string StrikeOff(CoordinatorTurn turn, OpenRound open, WorkerId worker, string reason)
    {
        turn.Emit(new ParticipantStruckOff(open.Round, worker, reason));
        RollCall.DiscardEmpty(turn);
        if (turn.State.Open is null)
        {
            return RollCall.Begin(turn, $"round {open.Round} has no participant left", isRecovery: true);
        }

        if (!turn.State.IsRecollecting)
        {
            Rounds.Collect(turn);
        }

        return $"{worker} {reason}: it is struck off round {open.Round}, which goes on with " +
            $"{turn.State.Open.Participants.Count} participants.";
    }
}
