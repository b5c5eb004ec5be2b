using Decentral.Codecs;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Jobs;

namespace Decentral.Training.Tests.Fleet;

/// <summary>A small run, on the quadratic unless it is said otherwise.</summary>
internal sealed record FleetOptions
{
    public UpdateKind Update { get; init; } = UpdateKind.PseudoGradient;

    public IOuterOptimizer? Outer { get; init; } = new OuterNesterov(0.7, 0.9);

    public int Workers { get; init; } = 3;

    public int StepsPerRound { get; init; } = 4;

    public int SamplesPerStep { get; init; } = 2;

    public long Rounds { get; init; } = 6;

    public long RoundsPerSnapshot { get; init; } = 2;

    public double LearningRate { get; init; } = 0.05;

    public double Clip { get; init; }

    public int Lanes { get; init; } = 2;

    public AdamWOptions Optimizer { get; init; } = new();

    public QuadraticOptions Objective { get; init; } = new();

    /// <summary>Makes a worker's model in place of the quadratic.</summary>
    public Func<IReplica>? Model { get; init; }

    /// <summary>How aggregates are encoded.</summary>
    public ITensorCodec Down { get; init; } = new Fp32Codec();

    /// <summary>Tokens are below this.</summary>
    public long Vocabulary { get; init; } = long.MaxValue;

    /// <summary>Whether all samples are the same one.</summary>
    public bool IsOneSample { get; init; }

    /// <summary>Whether the learning rate stays as it is in place of falling with the tokens.</summary>
    public bool IsRateConstant { get; init; }

    public int Context => 4;
}
