using System.Collections.Immutable;
using Decentral.Codecs;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>What a worker's replica is trained with.</summary>
public sealed record ReplicaOptions
{
    /// <summary>Samples to train on.</summary>
    public required SampleFiller Training { get; init; }

    /// <summary>Held-out samples.</summary>
    public required SampleFiller HeldOut { get; init; }

    /// <summary>Inputs of a sample: a sample has one token more.</summary>
    public required int Context { get; init; }

    /// <summary>The learning rate of a step by the tokens leased up to its end.</summary>
    public required Func<long, double> LearningRate { get; init; }

    /// <summary>Largest global norm of a gradient; 0 clips nothing.</summary>
    public double Clip { get; init; }

    /// <summary>Forward passes that a step's samples are divided among.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Held-out samples of one forward pass.</summary>
    public int EvaluationBatch { get; init; } = 8;

    /// <summary>Parts that the parameters are synchronised in; null for the whole.</summary>
    public Func<ArenaLayout, ImmutableArray<ArenaFragment>>? Fragments { get; init; }

    /// <summary>
    /// Share of its own parameters that the replica keeps when an update arrives (Streaming DiLoCo's α), from 0 and below 1.
    /// </summary>
    public double Mixing { get; init; }

    /// <summary>
    /// Whether versions are followed as they come, beside what is being trained, which began from an older one.
    /// </summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>
    /// Whether each round is trained from the global parameters, though what the round before trained is still under way (CO2).
    /// </summary>
    public bool RestartsRounds { get; init; }

    /// <summary>How contributions are encoded; what a codec keeps back is sent later.</summary>
    public CodecStages Up { get; init; } = new(new Fp32Codec());

    /// <summary>Share of what was kept back that is added to the next update.</summary>
    public float Feedback { get; init; } = 1;

    /// <summary>
    /// Where not null, gradients are accumulated with a momentum before a contractive codec chooses among them (deep gradient
    /// compression).
    /// </summary>
    public MomentumCorrection? Correction { get; init; }

    /// <summary>
    /// Where not null, workers send their momentum once the variance is frozen (1-bit Adam): a matter of gradients alone.
    /// </summary>
    public FrozenVariance? Frozen { get; init; }

    /// <summary>How aggregates are encoded.</summary>
    public CodecStages Down { get; init; } = new(new Fp32Codec());

    /// <summary>
    /// How the shared parameters move by an aggregated pseudo-gradient; null where parameters themselves are sent, whose mean
    /// they become.
    /// </summary>
    public IOuterOptimizer? Outer { get; init; }
}
