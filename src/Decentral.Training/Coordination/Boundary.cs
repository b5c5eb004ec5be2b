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
    /// <summary>
    /// Of the time from one snapshot to the next, what the first took at most, where they are taken by time: on a slow link
    /// the parts of far workers would be on their way all the time otherwise, beside the updates.
    /// </summary>
    private const double MostSaving = 0.1;

    /// <summary>
    /// Has the version just committed measured and saved when it is time. An earlier version's evaluation that is not done by
    /// then is given up. A snapshot that is still being written is not: where saving takes longer than training from one
    /// snapshot to the next, every other one is left out, and there always comes one.
    /// </summary>
    public static void Checkpoint(CoordinatorTurn turn)
    {
        var round = turn.State.Committed.Value;
        var measures = turn.Plan.HeldOutWindows > 0 && round % turn.Plan.RoundsPerEvaluation == 0;
        var saves = round > 0 && round % turn.Plan.RoundsPerSnapshot == 0
            && turn.Now - turn.State.SavedAt >= TimeToNext(turn)
            && turn.State.Duties?.Saving is null or { IsSealed: true };
        if (measures || saves)
        {
            Assign(turn, DutyPurpose.Checkpoint, measures, saves);
        }
    }

    private static TimeSpan TimeToNext(CoordinatorTurn turn)
    {
        var interval = turn.Plan.SnapshotInterval;
        var budgeted = turn.State.SavingTook * ((1 - MostSaving) / MostSaving);
        return interval > TimeSpan.Zero && budgeted > interval ? budgeted : interval;
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
        // Another term may share the windows out among others: what was measured for one says nothing for the next.
        if (turn.State.Duties?.Measuring is not { } measuring || measuring.Version != part.Version
            || !measuring.Missing.Contains(part.Worker) || part.Windows != WindowsOf(turn.Plan, measuring, part.Worker))
        {
            return $"{part.Worker}'s measurement of version {part.Version} has no use now.";
        }

        turn.Emit(new BoundaryDutyDone(part.Worker, part));
        Measure(turn);
        return Conclude(turn);
    }

    public static string Take(CoordinatorTurn turn, SnapshotPartSaved part)
    {
        if (turn.State.Duties?.Saving is not { } saving || saving.Snapshot != part.Snapshot
            || !saving.Missing.Contains(part.Worker))
        {
            return $"{part.Worker}'s part of {part.Snapshot} has no use now.";
        }

        turn.Emit(new BoundaryDutyDone(part.Worker, null));
        Seal(turn);
        return $"{part.Worker} has saved its part of {part.Snapshot}.";
    }

    public static string Take(CoordinatorTurn turn, TakeSnapshot taken)
    {
        if (taken.Round > turn.State.Committed)
        {
            return $"{taken.Snapshot} was completed after the run went back to round {turn.State.Committed}.";
        }

        turn.Emit(new SnapshotCompleted(taken.Round, taken.Snapshot, turn.Plan.SnapshotsKept));
        return Conclude(turn);
    }

    /// <summary>Goes on without a lost worker's part: a checkpoint's snapshot is given up, the last one is begun again.</summary>
    public static string DoWithout(CoordinatorTurn turn, WorkerId worker, string reason)
    {
        if (turn.State.Duties is not { } duties || !(Lacks(duties.Saving, worker) || Lacks(duties.Measuring, worker)))
        {
            return $"{worker} {reason}.";
        }

        if (duties.Purpose == DutyPurpose.Pause)
        {
            return PauseWithout(turn, duties, worker, reason);
        }

        if (duties.Purpose == DutyPurpose.Finish)
        {
            return RollCall.Begin(turn, $"{worker} {reason} before the last version was saved", isRecovery: true);
        }

        turn.Emit(new BoundaryDutiesAssigned(duties with
        {
            Measuring = Lacks(duties.Measuring, worker) ? null : duties.Measuring,
            Saving = Lacks(duties.Saving, worker) ? null : duties.Saving,
        }));
        return $"{worker} {reason}; what it has not measured or saved is given up.";
    }

    private static string PauseWithout(CoordinatorTurn turn, BoundaryDuties duties, WorkerId worker, string reason)
    {
        var saving = duties.Saving!;
        var left = saving with { Workers = saving.Workers.Remove(worker), Missing = saving.Missing.Remove(worker) };
        turn.Emit(new BoundaryDutiesAssigned(duties with { Saving = left }));
        if (left.Workers.IsEmpty)
        {
            turn.Do(new EndRun(IsFinished: false));
            return $"{worker} {reason}; nobody is left to save, and the run stops.";
        }

        Seal(turn);
        return $"{worker} {reason}; the others go on saving.";
    }

    /// <summary>Repeats to a worker what is still to be done.</summary>
    public static string Remind(CoordinatorTurn turn, WorkerId worker)
    {
        Order(turn, worker);
        return $"{worker} is reminded of what it has yet to do.";
    }

    /// <summary>Repeats a checkpoint's saving to a worker that may have missed it; one that is past that version has.</summary>
    public static void RemindToSave(CoordinatorTurn turn, WorkerReport report)
    {
        var duties = turn.State.Duties;
        if (!Lacks(duties?.Saving, report.Worker))
        {
            return;
        }

        var saving = duties!.Saving!;
        if (report.Version <= saving.Version || report.Snapshot == saving.Snapshot)
        {
            OrderToSave(turn, duties, report.Worker);
        }
        else
        {
            turn.Emit(new BoundaryDutiesAssigned(duties with { Saving = null }));
        }
    }

    private static bool Lacks(Saving? saving, WorkerId worker) => saving?.Missing.Contains(worker) ?? false;

    private static bool Lacks(Measuring? measuring, WorkerId worker) => measuring?.Missing.Contains(worker) ?? false;

    private static void Assign(CoordinatorTurn turn, DutyPurpose purpose, bool measures, bool saves)
    {
        var state = turn.State;
        var workers = state.Members
            .Where(pair => purpose == DutyPurpose.Pause ? pair.Value.Report is not null
                : turn.Plan.Schedule.IsAsynchronous ? pair.Value.RollCall == state.Term : state.WillHoldCommitted(pair.Value))
            .Select(pair => pair.Key)
            .ToImmutableSortedSet();
        var isCheckpoint = purpose == DutyPurpose.Checkpoint;
        turn.Emit(new BoundaryDutiesAssigned(new BoundaryDuties(
            purpose,
            measures ? new Measuring(state.Committed, workers, workers, ImmutableSortedDictionary<WorkerId, HeldOutPart>.Empty)
                : isCheckpoint ? state.Duties?.Measuring : null,
            saves ? new Saving(NameOf(state, purpose), state.Committed, workers, workers) { Since = turn.Now }
                : isCheckpoint ? state.Duties?.Saving : null)));
        foreach (var worker in workers)
        {
            Order(turn, worker);
        }
    }

    private static string NameOf(CoordinatorState state, DutyPurpose purpose) => string.Create(
        CultureInfo.InvariantCulture,
        $"r{state.Committed.Value:d8}-t{state.Term.Value}{(purpose == DutyPurpose.Pause ? "-pause" : "")}");

    /// <summary>Orders from a worker what it has yet to do.</summary>
    private static void Order(CoordinatorTurn turn, WorkerId worker)
    {
        var duties = turn.State.Duties!;
        if (duties.Measuring is { } measuring && Lacks(measuring, worker))
        {
            turn.Do(new OrderWorker(
                worker, new Evaluate(turn.State.Term, measuring.Version, WindowsOf(turn.Plan, measuring, worker))));
        }

        if (Lacks(duties.Saving, worker))
        {
            OrderToSave(turn, duties, worker);
        }
    }

    private static void OrderToSave(CoordinatorTurn turn, BoundaryDuties duties, WorkerId worker)
    {
        var (term, saving) = (turn.State.Term, duties.Saving!);
        turn.Do(new OrderWorker(worker, duties.Purpose == DutyPurpose.Pause
            ? new PauseTraining(term, saving.Snapshot)
            : new SaveSnapshot(term, saving.Version, saving.Snapshot, WithGlobal: saving.Workers[0] == worker)));
    }

    /// <summary>A worker's share of the held-out windows: contiguous, in member order, as equal as can be.</summary>
    private static SampleRange WindowsOf(RunPlan plan, Measuring measuring, WorkerId worker)
    {
        long index = measuring.Workers.IndexOf(worker);
        var first = index * plan.HeldOutWindows / measuring.Workers.Count;
        var end = (index + 1) * plan.HeldOutWindows / measuring.Workers.Count;
        return new SampleRange(first, end - first);
    }

    private static void Measure(CoordinatorTurn turn)
    {
        var measuring = turn.State.Duties!.Measuring!;
        if (!measuring.Missing.IsEmpty)
        {
            return;
        }

        var tokens = measuring.Parts.Values.Sum(part => part.Tokens);
        var loss = measuring.Parts.Values.Sum(part => part.LossSum) / tokens;
        turn.Emit(new HeldOutMeasured(measuring.Version, loss, tokens));
    }

    private static void Seal(CoordinatorTurn turn)
    {
        if (turn.State.Duties?.Saving is { Missing.IsEmpty: true } saving)
        {
            turn.Do(new SealSnapshot(saving.Version, saving.Snapshot));
        }
    }

    private static string Conclude(CoordinatorTurn turn)
    {
        if (turn.State.Duties is not { AreDone: true } duties)
        {
            return "The version is being measured and saved.";
        }

        if (duties.Purpose == DutyPurpose.Checkpoint)
        {
            return "What was to be measured and saved is.";
        }

        var saved = duties.Saving!;
        var isFinished = duties.Purpose == DutyPurpose.Finish;
        turn.Emit(isFinished
            ? new RunFinished(saved.Version)
            : new RunPaused(saved.Version, saved.Snapshot));
        turn.Do(new EndRun(isFinished));
        return isFinished ? "The run is finished." : "The run is paused.";
    }
}
