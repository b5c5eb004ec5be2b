using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>
/// Closes a round without those who are late: at its deadline, or when its quorum has contributed and the grace window has
/// passed. Who is late goes on from what is published, with the samples given back; or, where members train on their own clocks, with
/// what it is at.
/// </summary>
internal static class Closing
{
    /// <summary>Share of the time that the quorum took for which the others are waited for.</summary>
    private const double GraceShare = 0.1;

    /// <summary>What a slow link takes between two that are equally fast.</summary>
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a round may be closed before all have contributed.</summary>
    public static bool MayBeEarly(RunPlan plan) => plan.Quorum < 1 || plan.Deadline is not null;

    /// <summary>Limits a round that was opened, or goes on.</summary>
    public static void Limit(CoordinatorTurn turn)
    {
        if (turn.Plan.Deadline is { } deadline && turn.State.Open is { } open)
        {
            turn.Do(new LimitRound(open.Round, open.Opened, deadline));
        }
    }

    /// <summary>Begins the grace window once the shard holds the contributions of a quorum.</summary>
    public static void Consider(CoordinatorTurn turn, ShardReport report)
    {
        var state = turn.State;
        if (turn.Plan.Quorum >= 1 || state is not { Phase: CoordinatorPhase.Training, IsRecollecting: false, Open: { } open }
            || open.HasQuorum || report.Fragment != state.FragmentOf(open.Round) || !IsOf(report, open) || !MayCarryOver(turn))
        {
            return;
        }

        var held = open.Participants.Keys.Count(worker => report.Held.Contains(worker));
        if (held > 0 && held < open.Participants.Count && held >= turn.Plan.Quorum * open.Participants.Count)
        {
            turn.Emit(new QuorumReached(open.Round));
            if (turn.Plan.Grace == TimeSpan.Zero)
            {
                Close(turn, new CloseRound(open.Round, open.Opened));
            }
            else
            {
                turn.Do(new LimitRound(open.Round, open.Opened, GraceOf(turn, open)));
            }
        }
    }

    private static TimeSpan GraceOf(CoordinatorTurn turn, OpenRound open)
    {
        var adapted = GraceShare * (turn.Now - open.OpenedAt);
        return turn.Plan.Grace ?? (adapted > ShortestGrace ? adapted : ShortestGrace);
    }

    public static string Close(CoordinatorTurn turn, CloseRound command)
    {
        var state = turn.State;
        if (state is not { Phase: CoordinatorPhase.Training, IsRecollecting: false, Open: { } open }
            || open.Round != command.Round || open.Opened != command.Opened)
        {
            return $"Round {command.Round} is closed already.";
        }

        var late = state.ShardOf(open.Round) is { } shard && IsOf(shard, open)
            ? open.Participants.Keys.Where(worker => !shard.Held.Contains(worker)).ToArray()
            : [.. open.Participants.Keys];
        if (late.Length == open.Participants.Count || (late.Length > 0 && !MayCarryOver(turn)))
        {
            // A shard that was replaced holds none, and the quorum is to be reached anew; or all are waited for.
            turn.Emit(new RoundResumed(IsRecollecting: false));
            Limit(turn);
            return $"Round {open.Round} goes on: it has {open.Participants.Count - late.Length} of {open.Participants.Count} contributions.";
        }

        foreach (var worker in late)
        {
            turn.Emit(turn.Plan.Schedule.IsAsynchronous
                ? new ParticipantCarriedOver(open.Round, worker)
                : new ParticipantStruckOff(open.Round, worker, "was late"));
        }

        Rounds.Collect(turn);
        if (!turn.Plan.Schedule.IsAsynchronous)
        {
            Rounds.StartAheadAnew(turn, late);
        }

        return $"Round {open.Round} closes with {open.Participants.Count - late.Length} of {open.Participants.Count} contributions.";
    }

    /// <summary>
    /// Whether who is late can go on in the next round of the fragment, which follows when a round of each other one is open: near the end
    /// of the budget there are fewer, and all are waited for.
    /// </summary>
    private static bool MayCarryOver(CoordinatorTurn turn) =>
        !turn.Plan.Schedule.IsInterleaved || turn.State.Ahead.Count + 1 == turn.Plan.Schedule.RoundsOpen;

    private static bool IsOf(ShardReport report, OpenRound open) => report.Round == open.Round && report.Opened == open.Opened;
}
