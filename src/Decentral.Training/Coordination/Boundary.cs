using System.Collections.Immutable;
using System.Globalization;
using Decentral.Models.Data;
using Decentral.Training.Coordination.Commands;
using Decentral.Training.Coordination.Effects;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>What happens to a version between two rounds: it is measured, saved, and may be the last.</summary>
internal static class Boundary
{
    /// <summary>Has the version just committed measured and saved when it is time; what an earlier one lacks is given up.</summary>
    public static void Checkpoint(CoordinatorTurn turn)
    {
        var round = turn.State.Committed.Value;
        var measures = turn.Plan.HeldOutWindows > 0 && round % turn.Plan.RoundsPerEvaluation == 0;
        var saves = round > 0 && round % turn.Plan.RoundsPerSnapshot == 0;
        if (measures || saves)
        {
            Assign(turn, DutyPurpose.Checkpoint, measures, saves);
        }
    }

    public static string Finish(CoordinatorTurn turn)
    {
        Assign(turn, DutyPurpose.Finish, turn.Plan.HeldOutWindows > 0, saves: true);
        return "The budget is used up; the last version is measured and saved.";
    }

    public static string Stop(CoordinatorTurn turn)
    {
        if (turn.State.Phase == CoordinatorPhase.Finishing)
        {
            return "The run is finishing; it is not stopped.";
        }

        if (turn.State.Members.Values.All(member => member.Report is null))
        {
            turn.Do(new EndRun(IsFinished: false));
            return "Nobody has anything to save; the run stops.";
        }

        Assign(turn, DutyPurpose.Pause, measures: false, saves: true);
        return "Workers stop at their next step and save.";
    }

    public static string Take(CoordinatorTurn turn, HeldOutPart part)
    {
        if (turn.State.Duties is not { } duties || duties.Version != part.Version || !duties.ToMeasure.Contains(part.Worker))
        {
            return $"{part.Worker}'s measurement of version {part.Version} has no use now.";
        }

        turn.Emit(new BoundaryDutyDone(part.Worker, part));
        Measure(turn);
        return Conclude(turn);
    }

    public static string Take(CoordinatorTurn turn, SnapshotPartSaved part)
    {
        if (turn.State.Duties is not { } duties || duties.Snapshot != part.Snapshot || !duties.ToSave.Contains(part.Worker))
        {
            return $"{part.Worker}'s part of {part.Snapshot} has no use now.";
        }

        turn.Emit(new BoundaryDutyDone(part.Worker, null));
        Seal(turn);
        return $"{part.Worker} has saved its part of {part.Snapshot}.";
    }

    public static string Take(CoordinatorTurn turn, TakeSnapshot taken)
    {
        turn.Emit(new SnapshotCompleted(taken.Round, taken.Snapshot));
        return Conclude(turn);
    }

    /// <summary>Goes on without a lost worker's part: a checkpoint's snapshot is given up, the last one is begun again.</summary>
    public static string DoWithout(CoordinatorTurn turn, WorkerId worker, string reason)
    {
        if (turn.State.Duties is not { } duties || !(duties.ToSave.Contains(worker) || duties.ToMeasure.Contains(worker)))
        {
            return $"{worker} {reason}.";
        }

        if (duties.Purpose == DutyPurpose.Pause)
        {
            turn.Emit(new BoundaryDutyDone(worker, null));
            Seal(turn);
            return $"{worker} {reason}; the others go on saving.";
        }

        if (duties.Purpose == DutyPurpose.Finish)
        {
            return RollCall.Begin(turn, $"{worker} {reason} before the last version was saved", isRecovery: true);
        }

        turn.Emit(new BoundaryDutiesAssigned(duties with { Snapshot = null, ToSave = [], ToMeasure = [] }));
        return $"{worker} {reason}; what version {duties.Version} lacks is given up.";
    }

    /// <summary>Repeats to a worker what is still to be done.</summary>
    public static string Remind(CoordinatorTurn turn, WorkerId worker)
    {
        var duties = turn.State.Duties!;
        Order(turn, duties, worker);
        return $"{worker} is reminded of version {duties.Version}.";
    }

    private static void Assign(CoordinatorTurn turn, DutyPurpose purpose, bool measures, bool saves)
    {
        var state = turn.State;
        var workers = state.Members
            .Where(pair => purpose == DutyPurpose.Pause ? pair.Value.Report is not null : state.WillHoldCommitted(pair.Value))
            .Select(pair => pair.Key)
            .ToImmutableSortedSet();
        var name = string.Create(
            CultureInfo.InvariantCulture, $"r{state.Committed.Value:d8}-t{state.Term.Value}{(purpose == DutyPurpose.Pause ? "-pause" : "")}");
        var duties = new BoundaryDuties(
            purpose,
            state.Committed,
            workers,
            saves ? name : null,
            saves ? workers : [],
            measures ? workers : [],
            ImmutableSortedDictionary<WorkerId, HeldOutPart>.Empty);
        turn.Emit(new BoundaryDutiesAssigned(duties));
        foreach (var worker in workers)
        {
            Order(turn, duties, worker);
        }
    }

    private static void Order(CoordinatorTurn turn, BoundaryDuties duties, WorkerId worker)
    {
        var term = turn.State.Term;
        if (duties.ToMeasure.Contains(worker))
        {
            turn.Do(new OrderWorker(worker, new Evaluate(term, duties.Version, WindowsOf(turn.Plan, duties, worker))));
        }

        if (!duties.ToSave.Contains(worker))
        {
            return;
        }

        turn.Do(new OrderWorker(worker, duties.Purpose == DutyPurpose.Pause
            ? new PauseTraining(term, duties.Snapshot!)
            : new SaveSnapshot(term, duties.Version, duties.Snapshot!, WithGlobal: duties.Workers[0] == worker)));
    }

    /// <summary>A worker's share of the held-out windows: contiguous, in member order, as equal as can be.</summary>
    private static SampleRange WindowsOf(RunPlan plan, BoundaryDuties duties, WorkerId worker)
    {
        long index = duties.Workers.IndexOf(worker);
        var first = index * plan.HeldOutWindows / duties.Workers.Count;
        var end = (index + 1) * plan.HeldOutWindows / duties.Workers.Count;
        return new SampleRange(first, end - first);
    }

    private static void Measure(CoordinatorTurn turn)
    {
        var duties = turn.State.Duties!;
        if (!duties.ToMeasure.IsEmpty)
        {
            return;
        }

        var tokens = duties.Measured.Values.Sum(part => part.Tokens);
        var loss = duties.Measured.Values.Sum(part => part.LossSum) / tokens;
        turn.Emit(new HeldOutMeasured(duties.Version, loss, tokens));
    }

    private static void Seal(CoordinatorTurn turn)
    {
        var duties = turn.State.Duties!;
        if (duties.ToSave.IsEmpty)
        {
            turn.Do(new SealSnapshot(duties.Version, duties.Snapshot!));
        }
    }

    private static string Conclude(CoordinatorTurn turn)
    {
        if (turn.State.Duties is not { } duties || !duties.AreDone)
        {
            return "The version is being measured and saved.";
        }

        if (duties.Purpose == DutyPurpose.Checkpoint)
        {
            return $"Version {duties.Version} is measured and saved.";
        }

        var isFinished = duties.Purpose == DutyPurpose.Finish;
        turn.Emit(isFinished
            ? new RunFinished(duties.Version)
            : new RunPaused(duties.Version, duties.Snapshot!));
        turn.Do(new EndRun(isFinished));
        return isFinished ? "The run is finished." : "The run is paused.";
    }
}
