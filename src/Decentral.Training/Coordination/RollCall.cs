using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>
/// Finds out who is there and which versions they hold, then settles what becomes of the open round and of the last
/// committed one. The same path serves a fresh start, a resumed run, a restarted coordinator, a lost shard, and the loss of
/// every worker.
/// </summary>
internal static class RollCall
{
    public static string BeginRun(CoordinatorTurn turn)
    {
        var isFirst = turn.State.JobDigest is null;
        if (isFirst)
        {
            turn.Emit(new RunCreated(turn.Plan.JobDigest, turn.Plan.Samples, turn.Plan.TokensPerSample)
            {
                Fragments = turn.Plan.Schedule.Fragments,
            });
        }
        else if (turn.State.JobDigest != turn.Plan.JobDigest)
        {
            throw new RunConflictException(
                $"The journal is of job {turn.State.JobDigest}, but this job is {turn.Plan.JobDigest}: resume with the job " +
                "and data that the run began with, or start another run directory.");
        }

        if (turn.State.IsFinished)
        {
            turn.Do(new EndRun(IsFinished: true));
            return "The run is finished already.";
        }

        var isRecovery = !isFirst && !turn.State.IsPaused;
        var reason = isFirst ? "the run begins" : isRecovery ? "the coordinator came back" : "the run goes on";
        var loss = turn.Plan.ShardsOwe && !isFirst ? ", and what shards owed is dropped" : "";
        return Begin(turn, reason + loss, isRecovery);
    }

    public static string Begin(CoordinatorTurn turn, string reason, bool isRecovery)
    {
        turn.Emit(new TermBegan(turn.State.Term.Next, reason, isRecovery));
        var term = turn.State.Term;
        foreach (var (worker, member) in turn.State.Members)
        {
            if (member.Report is not null)
            {
                turn.Do(new OrderWorker(worker, new CallRoll(term)));
            }
        }

        for (var fragment = 0; fragment < turn.State.Fragments; fragment++)
        {
            turn.Do(new OrderShard(new FragmentId(fragment), new CallShard(term)));
        }

        if (turn.Plan.GatherTimeout is { } timeout)
        {
            turn.Do(new LimitGathering(term, timeout));
        }

        return $"Term {term} begins: {reason}.";
    }

    public static string EndGathering(CoordinatorTurn turn, Term term)
    {
        if (turn.State.Phase != CoordinatorPhase.Gathering || turn.State.Term != term)
        {
            return $"The roll call of term {term} is over.";
        }

        ShardPlacement.Replace(turn);
        var said = Consider(turn, isLate: turn.State.HasBegun);
        if (turn.State.Phase == CoordinatorPhase.Gathering && turn.State.Term == term)
        {
            turn.Do(new LimitGathering(term, turn.Plan.GatherTimeout!.Value));
        }

        return said;
    }

    /// <summary>Ends the roll call when all have answered, or when it is late and some have.</summary>
    public static string Consider(CoordinatorTurn turn, bool isLate)
    {
        var state = turn.State;
        var shards = state.Shards.Values.Count(shard => shard.Term == state.Term);
        if (shards < state.Fragments)
        {
            var awaited = state.Fragments == 1
                ? "the parameter shard"
                : $"{state.Fragments - shards} of {state.Fragments} parameter shards";
            return $"Waiting for {awaited} to answer the roll call of term {state.Term}.";
        }

        var present = state.Members.Values.Count(member => member.RollCall == state.Term);
        var expected = turn.Plan.GatherTimeout is null || !state.HasBegun ? turn.Plan.Workers : state.Members.Count;
        if (present == 0 || (present < expected && !isLate))
        {
            return $"Waiting for {expected - present} of {expected} workers to answer the roll call of term {state.Term}.";
        }

        return Settle(turn);
    }

    /// <summary>Takes the last committed round back, which nobody has heard the outcome of.</summary>
    public static string Undo(CoordinatorTurn turn, string reason)
    {
        var lost = turn.State.Committed;
        Discard(turn, $"version {lost} is lost");
        turn.Emit(new RunRolledBack(lost.Previous, reason));
        return $"Round {lost} is undone. " + Begin(turn, reason, isRecovery: true);
    }

    private static string Settle(CoordinatorTurn turn)
    {
        foreach (var (worker, member) in turn.State.Members.Where(pair => pair.Value.RollCall != turn.State.Term))
        {
            turn.Emit(new WorkerLeft(worker, member.Incarnation, "did not answer the roll call"));
        }

        var newest = turn.State.Members.Values.Max(member => member.Report!.Version);
        if (newest > turn.State.Committed)
        {
            throw new RunConflictException(
                $"A worker holds version {newest}, but the journal ends at round {turn.State.Committed}: it is not the journal " +
                "of this run, or it was cut. Restore the run directory's run.db, or start the workers anew.");
        }

        var isRecollecting = SettleCommitted(turn, newest);
        SettleOpen(turn);
        turn.Emit(new RoundResumed(isRecollecting));
        return Rounds.Continue(turn, isPublicationComing: newest < turn.State.Committed);
    }

    /// <summary>Sees to it that someone will hold the last committed version.</summary>
    /// <returns>Whether the last committed round is to be collected again.</returns>
    private static bool SettleCommitted(CoordinatorTurn turn, Round newest)
    {
        var state = turn.State;
        if (newest == state.Committed)
        {
            return false;
        }

        if (state.HoldsAggregate && newest == state.Committed.Previous && (turn.Plan.AggregatesLeadOn || CanRecollect(state)))
        {
            Rounds.Publish(turn);
            return false;
        }

        // Where members train on their own clocks, rounds may have been committed that nobody has heard of.
        if (newest == state.Committed.Previous && CanRecollect(state))
        {
            return true;
        }

        Discard(turn, $"version {state.Committed} is lost");

        turn.Emit(new RunRolledBack(
            newest, $"nobody holds version {state.Committed}; the newest that a worker holds is {newest}"));
        return false;
    }

    private static bool CanRecollect(CoordinatorState state) =>
        state.Last is { } last && last.Leases.All(lease =>
            state.Members.TryGetValue(lease.Worker, out var member) && HasTrained(member, last, lease));

    /// <summary>Whether a worker still holds what it trained in a committed round, and so can take its publication.</summary>
    private static bool HasTrained(MemberState member, CommittedRound committed, LeasedTo lease) =>
        member.Report is { } report && report.Version < committed.Round && report.HasTrainedAll(committed.WorkOf(lease));

    private static void SettleOpen(CoordinatorTurn turn)
    {
        foreach (var lease in turn.State.Carried.Values)
        {
            SettleParticipant(turn, turn.State.Open!.Round, lease);
        }

        foreach (var open in turn.State.Opened.ToArray())
        {
            foreach (var lease in open.Participants.Values)
            {
                SettleParticipant(turn, open.Round, lease);
            }
        }

        DiscardEmpty(turn);
    }

    /// <summary>Gives up rounds without participants, and with one the rounds that were opened after it.</summary>
    /// <returns>Whether somebody took part in one of them: such a round is opened again in another term alone.</returns>
    public static bool DiscardEmpty(CoordinatorTurn turn)
    {
        OpenRound[] givenUp = [.. turn.State.Opened.SkipWhile(open => !open.Participants.IsEmpty)];
        Discard(givenUp, turn, "no participant is left");
        return givenUp.Any(open => !open.Participants.IsEmpty);
    }

    private static void Discard(CoordinatorTurn turn, string reason) => Discard(turn.State.Opened, turn, reason);

    private static void Discard(IEnumerable<OpenRound> rounds, CoordinatorTurn turn, string reason)
    {
        foreach (var open in rounds.Reverse().ToArray())
        {
            turn.Emit(new RoundDiscarded(open.Round, reason));
        }
    }

    private static void SettleParticipant(CoordinatorTurn turn, Round round, LeasedTo lease)
    {
        if (!turn.State.Members.TryGetValue(lease.Worker, out var member))
        {
            turn.Emit(new ParticipantStruckOff(round, lease.Worker, "did not answer the roll call"));
        }
        else if (member.Incarnation == lease.Incarnation)
        {
            return;
        }
        else if (lease.Origin is not null || member.Report!.Version == round.Previous || IsWaitingFor(member.Report, round) || IsIn(turn, round.Previous, lease.Worker))
        {
            turn.Emit(new ParticipantResumed(round, lease.Worker, member.Incarnation));
        }
        else
        {
            turn.Emit(new ParticipantStruckOff(round, lease.Worker, $"came back with version {member.Report.Version}"));
        }
    }

    private static bool IsIn(CoordinatorTurn turn, Round round, WorkerId worker) =>
        turn.State.Open?.Round == round && turn.State.Open.Participants.ContainsKey(worker);

    /// <summary>Whether a worker has trained the round before and begins this one as soon as it hears of the outcome.</summary>
    private static bool IsWaitingFor(WorkerReport report, Round round) =>
        report.Version.Next == round.Previous
        && ((report.HasTrained && report.Round == round.Previous) || report.Pending.Any(pending => pending.Round == round.Previous));
}
