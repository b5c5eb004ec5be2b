using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;

namespace Decentral.Benchmarks.Failures;

/// <summary>What all runs have in common. Results count as long as they were made with an equal one.</summary>
internal sealed record FailureSetting
{
    /// <summary>Stages, as the medium model of CheckFree has them (arXiv:2506.15461); each has as many layers.</summary>
    public int Stages { get; init; } = 6;

    public int Layers { get; init; } = 6;

    public int Width { get; init; } = 64;

    public int Heads { get; init; } = 4;

    public int Context { get; init; } = 64;

    public int Microbatches { get; init; } = 4;

    public int SamplesPerMicrobatch { get; init; } = 2;

    /// <summary>After which a run is over.</summary>
    public long Steps { get; init; } = 1500;

    /// <summary>After which a run is over that is thrown back again and again.</summary>
    public long MostIterations { get; init; } = 3000;

    /// <summary>Reached after <see cref="WarmupSteps"/> and kept, so that a loss says how far a run has come wherever it stands.</summary>
    public double LearningRate { get; init; } = 2e-3;

    public long WarmupSteps { get; init; } = 50;

    /// <summary>Largest global norm of a gradient.</summary>
    public double Clip { get; init; } = 1;

    /// <summary>Steps from one held-out loss to the next.</summary>
    public long EvaluateEvery { get; init; } = 25;

    /// <summary>Windows of the held-out text that a loss is the mean of, the same each time.</summary>
    public int HeldOutWindows { get; init; } = 96;

    /// <summary>What an iteration is taken to last where the hourly probability of a failure becomes that of an iteration.</summary>
    public double IterationSeconds { get; init; } = ClockOptions.MeasuredIterationSeconds;

    /// <summary>The learning rate of a step, from 1.</summary>
    public double RateOf(long step) => LearningRate * Math.Min(1, (double)step / WarmupSteps);

    public DecoderOptions CreateModel() => new()
    {
        Family = DecoderFamily.Gpt,
        Layers = Layers,
        Width = Width,
        Heads = Heads,
        Context = Context,
        Vocabulary = 256,
        TiedHead = false,
    };

    /// <summary>Adam as in the paper: no decay of weights.</summary>
    public static AdamWOptions CreateOptimizer() => new() { Beta2 = 0.999, WeightDecay = 0 };
}
