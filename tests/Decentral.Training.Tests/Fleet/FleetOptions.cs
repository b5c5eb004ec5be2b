using System.Collections.Immutable;
using Decentral.Codecs;
using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Fleet;

/// <summary>A small run, on the quadratic unless it is said otherwise.</summary>
internal sealed record FleetOptions
{
    public UpdateKind Update { get; init; } = UpdateKind.PseudoGradient;

    public IOuterOptimizer? Outer { get; init; } = new OuterNesterov(0.7, 0.9);

    public int Workers { get; init; } = 3;

    public int StepsPerRound { get; init; } = 4;

    /// <summary>Parts that the parameters are synchronised in, by turns; a round has as many steps as without, whatever their number.</summary>
    public int Fragments { get; init; } = 1;

    /// <summary>Inner steps of a round that workers make before they take up the outcome of the one before.</summary>
    public int Overlap { get; init; }

    /// <summary>Share of its own parameters that a worker keeps then.</summary>
    public double Mixing { get; init; }

    /// <summary>Whether members train on their own clocks.</summary>
    public bool IsAsynchronous { get; init; }

    public FragmentSchedule Schedule => new(StepsPerRound * Fragments, Fragments, Overlap) { IsAsynchronous = IsAsynchronous };

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

    /// <summary>How contributions are encoded.</summary>
    public ITensorFormat Up { get; init; } = new Fp32Codec();

    /// <summary>How aggregates are encoded.</summary>
    public ITensorFormat Down { get; init; } = new Fp32Codec();

    /// <summary>The first round with a frozen variance, and with the codecs, where the momentum is sent.</summary>
    public Round FirstFrozen { get; init; } = new(3);

    /// <summary>Whether an update belongs to a single step.</summary>
    public bool IsOfOneStep => new UpdateOptions { Kind = Update }.IsOfOneStep;

    /// <summary>Tokens are below this.</summary>
    public long Vocabulary { get; init; } = long.MaxValue;

    /// <summary>Whether all samples are the same one.</summary>
    public bool IsOneSample { get; init; }

    /// <summary>Whether the learning rate stays as it is in place of falling with the tokens.</summary>
    public bool IsRateConstant { get; init; }

    public int Context => 4;

    /// <summary>Says all about the method in place of what is above, and trains the quadratic.</summary>
    public Job? Job { get; init; }

    /// <summary>How the parameters are cut into fragments.</summary>
    public Func<ArenaLayout, int, ImmutableArray<ArenaFragment>> Cut { get; init; } = FragmentPartition.BySize;

    public ImmutableArray<ArenaFragment> FragmentsOf(ArenaLayout layout) => Cut(layout, Fragments);
}
