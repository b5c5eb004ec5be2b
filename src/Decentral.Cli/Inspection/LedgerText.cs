using System.Globalization;
using Decentral.Cli.Presentation;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Inspection;

/// <summary>Entries of a ledger in words.</summary>
internal static class LedgerText
{
    /// <summary>What happened and why; null for what every round brings, which the table of rounds shows.</summary>
    /// <param name="entry">Of the ledger.</param>
    /// <param name="isStaged">Whether places that nodes are given are those of a pipeline's members.</param>
    public static string? Of(CoordinatorEvent entry, bool isStaged) => entry switch
    {
        RunCreated created =>
            $"the run was made, for {Units.Count((double)created.Samples * created.TokensPerSample)} tokens",
        TermBegan began => $"term {began.Term}: {began.Reason}",
        WorkerPlaced { Measures: { } measures } placed => $"{placed.Node} was given {PlaceOf(placed, isStaged)}: {InWords(measures)}",
        WorkerPlaced placed => $"{placed.Node} was given {PlaceOf(placed, isStaged)}",
        ShardPlaced placed => $"{placed.Node} was given the parameter shard of {placed.Fragment}: {placed.Reason}",
        WorkerJoined { IsRecovery: true } joined when isStaged => $"{joined.Worker} is back, with its stages at version {joined.Version}",
        WorkerJoined { IsRecovery: true } joined => Recovered(joined),
        WorkerJoined joined => $"{joined.Worker} joined, at version {joined.Version}",
        // Where copies were there, the reason says no more than that.
        StagesReplaced { Rung: RecoveryRung.Neighbours } replaced => $"{replaced.Part} goes on: {replaced.Source}. {replaced.Reason}",
        StagesReplaced replaced => $"{replaced.Part} goes on: {replaced.Source}",
        StagesSettled settled => settled.InWords,
        WorkerLeft left => $"{left.Worker} left: {left.Reason}",
        UpdateRefused refused => $"an update of {refused.Node} to round {refused.Round} was refused: {refused.Reason}",
        ParticipantStruckOff struck => $"{struck.Worker} was struck off round {struck.Round}: {struck.Reason}",
        ParticipantResumed resumed => $"{resumed.Worker} goes on with its part of round {resumed.Round}",
        RoundCommitted { SkippedSteps: > 0 } committed => $"round {committed.Round} left out inner steps, as their gradients "
            + $"were not finite: {committed.SkippedByWorker}",
        RoundDiscarded discarded => $"round {discarded.Round} came to nothing: {discarded.Reason}",
        RunRolledBack back => $"the run went back to round {back.ToRound} (rung 4, the snapshot): {back.Reason}",
        SnapshotCompleted saved => $"round {saved.Round} was saved",
        RunPaused paused => $"the run was stopped after round {paused.Round}",
        RunFinished finished => $"the budget was used up with round {finished.Round}",
        _ => null,
    };

    /// <summary>By which rung of the recovery ladder, as docs/architecture.md has it.</summary>
    private static string Recovered(WorkerJoined joined) => joined.Version == Round.Zero
        ? $"{joined.Worker} is back with nothing of its own: the others have all but its moments (rung 1)"
        : $"{joined.Worker} is back with what it saved of version {joined.Version} (rung 2); the rest it has from the others (rung 1)";

    private static string PlaceOf(WorkerPlaced placed, bool isStaged) =>
        isStaged ? $"the place of member {placed.Worker.Value} of the pipeline" : $"{placed.Worker}";

    private static string InWords(NodeMeasures measures) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ChoiceName.Of(measures.Device)}, {StepInWords(measures)}{Units.Bytes(measures.MemoryBytes)}, "
        + $"{LinkInWords(measures)}");

    private static string StepInWords(NodeMeasures measures) => measures.SecondsPerStep == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"a step in {measures.SecondsPerStep:0.###} s, ");

    private static string LinkInWords(NodeMeasures measures) => measures.Downlink == 0
        ? "a link that was not measured"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{measures.RoundTripSeconds * 1000:0} ms, {Units.Bytes(measures.Downlink)}/s down, {Units.Bytes(measures.Uplink)}/s up");
}
