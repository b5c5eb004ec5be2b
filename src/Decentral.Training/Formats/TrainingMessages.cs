using Decentral.Wire.Formats;

namespace Decentral.Training.Formats;

/// <summary>How everything travels that the actors of a run tell one another from node to node.</summary>
public static class TrainingMessages
{
    /// <summary>The formats of all messages, and of the headers of all bulk data.</summary>
    public static MessageCatalogue Catalogue { get; } = new(
    [
        // To a worker.
        new CallRollFormat(),
        new MeetShardsFormat(),
        new StartRoundFormat(),
        new CatchUpFormat(),
        new EvaluateFormat(),
        new SaveSnapshotFormat(),
        new PauseTrainingFormat(),
        new StartAnewFormat(),
        new ContributionTakenFormat(),
        new RequestContributionFormat(),
        new RequestStateFormat(),
        new PublishedHeaderFormat(),
        new SharedStateHeaderFormat(),

        // To a parameter shard.
        new CallShardFormat(),
        new CollectRoundFormat(),
        new PublishRoundFormat(),
        new ContributionHeaderFormat(),

        // To the coordinator.
        new WorkerReportFormat(),
        new ShardReportFormat(),
        new NodeReportFormat(),
        new ContributionRefusedFormat(),
        new StagesRecoveredFormat(),
        new FragmentReducedFormat(),
        new HeldOutPartFormat(),
        new SnapshotPartSavedFormat(),
        new RequestStopFormat(),

        // To a node's agent.
        new HostWorkerFormat(),
        new HostNoneFormat(),
        new HostShardFormat(),
        new DropShardFormat(),
        new RunIsOverFormat(),

        // To and from the archive.
        new FetchItemFormat(),
        new ItemHeaderFormat(),
        new ItemMissingFormat(),
        new PartHeaderFormat(),
        new PartKeptFormat(),
        new BallastHeaderFormat(),

        // To the monitor.
        new StepReportedFormat(),
        new LedgerAdvancedFormat(),
        new PartFailedFormat(),
        new StagesFormedFormat(),
        new RunEndedFormat(),
    ]);
}
