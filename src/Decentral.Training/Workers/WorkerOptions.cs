using Decentral.Actors;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Training.Workers;

/// <summary>What a worker works with.</summary>
public sealed record WorkerOptions
{
    /// <summary>Which place in the fleet it fills.</summary>
    public required WorkerId Worker { get; init; }

    /// <summary>Which life of it.</summary>
    public required Incarnation Incarnation { get; init; }

    /// <summary>Makes what it trains, in the worker's first turn; disposed of with the worker.</summary>
    public required Func<IActorContext, IWorkerModel> Model { get; init; }

    /// <summary>Where it saves, and what it begins from.</summary>
    public required ISnapshotStore Snapshots { get; init; }

    /// <summary>Whether it begins with version 0, whatever has been saved.</summary>
    public bool BeginsAnew { get; init; }

    /// <summary>What an inner step was measured to take, before the first was made; 0 where that is not known.</summary>
    public double SecondsPerStep { get; init; }

    /// <summary>When is which fragment synchronised.</summary>
    public FragmentSchedule Schedule { get; init; } = FragmentSchedule.EveryStep;

    /// <summary>Whether a node may give orders: the one that hosts the coordinator. Others are not heard.</summary>
    public Func<NodeId, bool> IsCommander { get; init; } = static _ => true;

    /// <summary>The names of the actors of a run.</summary>
    public RunNames Names { get; init; } = new();

    /// <summary>How long one that was asked for its state is waited for before another is.</summary>
    public TimeSpan FetchPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two reports; what was lost is noticed and repeated within about two of them.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the worker.</summary>
    public Actor CreateActor() => new Worker(this);
}
