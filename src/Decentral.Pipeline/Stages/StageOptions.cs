using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Codecs;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;
using Decentral.Training.Workers;

namespace Decentral.Pipeline.Stages;

/// <summary>What a member works with.</summary>
public sealed record StageOptions
{
    /// <summary>Its place among those who may host a stage.</summary>
    public required MemberId Member { get; init; }

    /// <summary>Which life of it.</summary>
    public required Incarnation Incarnation { get; init; }

    /// <summary>The model that stages are parts of.</summary>
    public required IStagedModel Model { get; init; }

    /// <summary>Where its arithmetic runs.</summary>
    public required IComputeLane Lane { get; init; }

    /// <summary>Where state is copied out beside the passes; null: on <see cref="Lane"/>, between them.</summary>
    public IComputeLane? CopyLane { get; init; }

    /// <summary>Samples to train on, which the stages with the embedding and the head read.</summary>
    public required SampleFiller Training { get; init; }

    /// <summary>Held-out samples, for the same; null where none are measured.</summary>
    public SampleFiller? HeldOut { get; init; }

    /// <summary>Where it saves, and what a run that goes on begins from; null where nothing is durable.</summary>
    public ISnapshotStore? Snapshots { get; init; }

    /// <summary>Whether a node may give orders: the one that hosts the conductor. Others are not heard.</summary>
    public Func<NodeId, bool> IsCommander { get; init; } = static _ => true;

    /// <summary>Inputs of a sample: a sample has one token more.</summary>
    public required int Context { get; init; }

    /// <summary>How activations and their gradients cross links.</summary>
    public ITensorCodec Activations { get; init; } = new Fp32Codec();

    /// <summary>Of each kind between two chunks, how many microbatches may be given and not yet used up.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>The well-known name of the conductor.</summary>
    public required string Conductor { get; init; }

    /// <summary>Time between two reports; what was lost is noticed and repeated within about two of them.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time before bulk data that did not arrive is sent again.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the member.</summary>
    public Actor CreateActor() => new Stage(this);
}
