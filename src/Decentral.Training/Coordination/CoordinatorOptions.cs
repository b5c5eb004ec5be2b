using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Training.Coordination;

/// <summary>What a coordinator works with.</summary>
public sealed record CoordinatorOptions
{
    /// <summary>All that its decisions depend on.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>Where its events are kept.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Where snapshots are sealed.</summary>
    public required ISnapshotStore Snapshots { get; init; }

    /// <summary>
    /// The node that hosts the run's own workers, and the shards where members do not: nobody else is heard in their names. Null where
    /// any node may.
    /// </summary>
    public NodeId? Home { get; init; }

    /// <summary>The names of the actors of a run.</summary>
    public RunNames Names { get; init; } = new();

    /// <summary>The stream of its events.</summary>
    public StreamId Stream { get; init; } = new(RunNames.CoordinatorStream);
}
