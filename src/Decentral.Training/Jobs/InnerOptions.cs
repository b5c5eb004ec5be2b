namespace Decentral.Training.Jobs;

/// <summary>
/// The inner optimizer, which every worker runs on its own replica. The defaults are those advised in the DiLoCo papers
/// (arXiv:2311.08105: learning rate 4e-4, weight decay 0.1, clip 1.0, cosine to a tenth) but for the warm-up, whose
/// 1,000
/// steps are longer than a run on one machine takes.
/// </summary>
public sealed record InnerOptions
{
    /// <summary>The optimizer.</summary>
    public InnerOptimizerKind Optimizer { get; init; } = InnerOptimizerKind.AdamW;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 4e-4;

    /// <summary>How the learning rate moves after the warm-up.</summary>
    public LearningRateScheduleKind Schedule { get; init; } = LearningRateScheduleKind.Cosine;

    /// <summary>Inner steps over which the learning rate rises linearly from 0 to its peak.</summary>
    public int Warmup { get; init; } = 100;

    /// <summary>
    /// Share of the budget over which a <see cref="LearningRateScheduleKind.Wsd"/> schedule falls, 0 to 1.
    /// </summary>
    public double Decay { get; init; } = 0.2;

    /// <summary>The last learning rate as a share of the peak, 0 to 1.</summary>
    public double Floor { get; init; } = 0.1;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay of the matrices, embeddings and positions; biases and norms have none.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Largest global norm of a gradient; 0 clips nothing.</summary>
    public double Clip { get; init; } = 1.0;

    /// <summary>Sequences of one forward pass of one worker.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Forward passes whose gradients are averaged into one step.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>
    /// Inner steps of each worker: the budget of a fixed fleet, in place of <see cref="RunOptions"/>.
    /// </summary>
    public int? Steps { get; init; }
}
