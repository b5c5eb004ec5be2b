using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Inspection;

/// <summary>Reads a ledger from its first entry to its last.</summary>
internal static class Historian
{
    /// <summary>Tells what became of a run.</summary>
    /// <param name="ledger">All entries, in order.</param>
    /// <param name="isStaged">Whether the run's model is in stages.</param>
    public static RunHistory Tell(IEnumerable<CoordinatorEvent> ledger, bool isStaged = false) =>
        ledger.Aggregate(RunHistory.Empty, (history, entry) => Add(history, entry, isStaged));

    private static RunHistory Add(RunHistory history, CoordinatorEvent entry, bool isStaged)
    {
        var madeAt = history.MadeAt ?? entry.At;
        var elapsed = entry.At - madeAt;
        var silence = entry is TermBegan ? elapsed - history.Elapsed : history.Silence;
        var next = Follow(history with { MadeAt = madeAt, Elapsed = elapsed, Silence = silence }, entry);
        return LedgerText.Of(entry, isStaged) is { } text
            ? next with { Happenings = next.Happenings.Add(new Happening(next.Elapsed, text)) }
            : next;
    }

    private static RunHistory Follow(RunHistory history, CoordinatorEvent entry) => entry switch
    {
        RunCreated created => history with { Samples = created.Samples, TokensPerSample = created.TokensPerSample },
        TermBegan began => Recovered(history, began.IsRecovery) with { Status = RunStatus.Interrupted },
        WorkerPlaced placed => history with { Places = history.Places.SetItem(placed.Worker, placed.Node) },
        WorkerJoined joined => Join(
            Recovered(joined.IsRecovery ? history : StoodStill(history), joined.IsRecovery), joined.Worker),
        StagesReplaced => Recovered(history, isRecovery: true),
        WorkerLeft left => Leave(history, left.Worker),
        RoundOpened opened => history with { OpenedAt = opened.At, CarriedOver = [] },
        ParticipantCarriedOver over => history with { CarriedOver = history.CarriedOver.Add(over.Worker) },
        ParticipantStruckOff struck => history with { CarriedOver = history.CarriedOver.Remove(struck.Worker) },
        RoundCommitted committed => Commit(history, committed),
        RoundDiscarded => history with { OpenedAt = null, CarriedOver = [], RoundsDiscarded = history.RoundsDiscarded + 1 },
        RunRolledBack back => RollBack(history, back.ToRound.Value),
        HeldOutMeasured measured => Measure(history, measured),
        RunPaused => history with { Status = RunStatus.Stopped },
        RunFinished => history with { Status = RunStatus.Finished },
        _ => history,
    };

    private static RunHistory Recovered(RunHistory history, bool isRecovery) =>
        isRecovery ? history with { Recoveries = history.Recoveries + 1 } : history;

    /// <summary>
    /// Workers that join while the roll is called came with a new process: from the last sign of the one before to the term
    /// nobody trained. Where only the coordinator came back, they are still there, and have trained on.
    /// </summary>
    private static RunHistory StoodStill(RunHistory history) =>
        history with { OpenedAt = history.OpenedAt + history.Silence, Silence = TimeSpan.Zero };

    private static RunHistory Join(RunHistory history, WorkerId worker)
    {
        var node = history.Places.GetValueOrDefault(worker);
        var member = history.Members.TryGetValue(worker, out var known)
            ? known with { Node = node, LeftAt = null }
            : new MemberRecord(worker, node, history.Elapsed, null, 0);
        return history with { Members = history.Members.SetItem(worker, member) };
    }

    private static RunHistory Leave(RunHistory history, WorkerId worker) => history.Members.TryGetValue(worker, out var member)
        ? history with
        {
            Members = history.Members.SetItem(
                worker, member with { LeftAt = history.Elapsed, Losses = member.Losses + 1 }),
        }
        : history;

    private static RunHistory Commit(RunHistory history, RoundCommitted committed)
    {
        var parts = committed.Contributions;
        var tokens = parts.Sum(part => part.Tokens);
        var record = new RoundRecord(
            committed.Round.Value,
            history.Elapsed,
            committed.At - (history.OpenedAt ?? committed.At),
            parts.Length,
            tokens,
            parts.Sum(part => part.MeanLoss * part.Tokens) / tokens,
            parts.Sum(part => part.Bytes) + (committed.PublishedBytes * (parts.Length + history.CarriedOver.Except(parts.Select(part => part.Worker)).Count)))
        {
            SkippedSteps = committed.SkippedSteps,
            Shares = [.. parts.Select(part => new MemberShare(part.Worker, part.Tokens))],
        };
        return history with { OpenedAt = null, Rounds = history.Rounds.Add(record) };
    }

    private static RunHistory RollBack(RunHistory history, long toRound)
    {
        var kept = history.Rounds.RemoveAll(round => round.Round > toRound);
        return history with
        {
            Rounds = kept,
            RoundsUndone = history.RoundsUndone + history.Rounds.Count - kept.Count,
        };
    }

    private static RunHistory Measure(RunHistory history, HeldOutMeasured measured)
    {
        var index = history.Rounds.FindIndex(round => round.Round == measured.Round.Value);
        return index < 0
            ? history with { FirstEvalLoss = history.FirstEvalLoss ?? measured.Loss }
            : history with
            {
                Rounds = history.Rounds.SetItem(index, history.Rounds[index] with { EvalLoss = measured.Loss }),
            };
    }
}
