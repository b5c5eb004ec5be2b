using System.Diagnostics;

namespace Decentral.Training.Jobs;

/// <summary>
/// What a method's name stands for: one value for each of the five choices and the stages, each of which a job may override.
/// </summary>
/// <param name="Sync">When is which fragment synchronised?</param>
/// <param name="Update">What is sent, and in what form?</param>
/// <param name="Aggregate">How are contributions combined?</param>
/// <param name="Outer">How does the shared model move?</param>
public sealed record MethodPreset(SyncOptions Sync, UpdateOptions Update, AggregatorKind Aggregate, OuterOptions Outer)
{
    /// <summary>The optimizer of each worker, where the method depends on it.</summary>
    public InnerOptimizerKind Inner { get; init; } = InnerOptimizerKind.AdamW;

    /// <summary>The learning rate that belongs to that optimizer; null where a job's own default does.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The weight decay that goes with that rate: what a step takes of a weight is their product.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Stages of each worker, where the method has some.</summary>
    public PipelineOptions Pipeline { get; init; } = new();

    /// <summary>Workers, where the method depends on how many there are.</summary>
    public int? Workers { get; init; }

    /// <summary>Forward passes of a step, where the method depends on how many there are.</summary>
    public int? Accumulation { get; init; }

    /// <summary>
    /// Inner steps between synchronisations of the local-update presets: the value advised for wide-area links.
    /// </summary>
    private const int LocalSteps = 100;

    /// <summary>The same of the presets that their authors run with short rounds.</summary>
    private const int ShortSteps = 30;

    private static readonly MethodPreset DataParallel = new(
        new SyncOptions { Every = 1 },
        new UpdateOptions { Kind = UpdateKind.Gradient },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.None));

    private static readonly MethodPreset LocalSgd = new(
        new SyncOptions { Every = LocalSteps },
        new UpdateOptions { Kind = UpdateKind.Parameters },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.None));

    private static readonly MethodPreset Diloco = new(
        new SyncOptions { Every = LocalSteps },
        new UpdateOptions { Kind = UpdateKind.PseudoGradient },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.Nesterov));

    /// <summary>
    /// The published outer rate and mixing; an overlap of five steps, the largest advised. Two fragments, as each holds a layer at
    /// least: a deep model takes more. What a shard publishes is in four bits as well, where the paper has all workers gather the
    /// updates of all others in them.
    /// </summary>
    private static readonly MethodPreset StreamingDiloco = new(
        new SyncOptions { Every = LocalSteps, Fragments = 2, Overlap = 5, Mixing = 0.5 },
        new UpdateOptions
        {
            Kind = UpdateKind.PseudoGradient,
            Codec = new CodecOptions { Up = CodecKind.E3M0, Down = CodecKind.E3M0 },
        },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.Nesterov) with { LearningRate = 0.4 });

    /// <summary>The released code's H of 48; its constant penalty and its clipping without effect are not followed.</summary>
    private static readonly MethodPreset Co2 = new(
        new SyncOptions { Every = 48 },
        new UpdateOptions { Kind = UpdateKind.PseudoGradient },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.Co2));

    /// <summary>
    /// On arrival, with the published H of 50 and no waiting for others. The delayed momentum takes 1/N of each update, so that its rate is
    /// the synchronous one; the paper's tenth belongs to updates that are applied in full.
    /// </summary>
    private static readonly MethodPreset AsyncDiloco = new(
        new SyncOptions { Every = 50, Asynchronous = true, Quorum = 0, Grace = TimeSpan.Zero },
        new UpdateOptions { Kind = UpdateKind.PseudoGradient },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.DelayedNesterov));

    /// <summary>
    /// The published density, after a warm-up of 400 steps in place of four epochs. All receive the mean of what was sent, which fp32
    /// has room for: it is not sparse in the same places. The learning rate is of gradient descent, far above Adam's.
    /// </summary>
    private static readonly MethodPreset Dgc = new(
        new SyncOptions { Every = 1 },
        new UpdateOptions
        {
            Kind = UpdateKind.Velocity,
            Codec = new CodecOptions { Up = CodecKind.TopK, Density = 0.001, Warmup = 400 },
        },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.None))
    {
        Inner = InnerOptimizerKind.Sgd,
        LearningRate = 0.1,
        WeightDecay = 1e-3,
    };

    /// <summary>The published share of plain Adam, a fifth of the run.</summary>
    private static readonly MethodPreset OneBitAdam = new(
        new SyncOptions { Every = 1 },
        new UpdateOptions
        {
            Kind = UpdateKind.Momentum,
            Codec = new CodecOptions { Up = CodecKind.Sign, Down = CodecKind.Sign },
        },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.None));

    /// <summary>
    /// The released configuration: H 30, 64 of 4,096 values, feedback 0.95, outer SGD with rate 1. The mean here is over all workers,
    /// where the released code divides each value by the number of workers that sent it.
    /// </summary>
    private static readonly MethodPreset SparseLoco = new(
        new SyncOptions { Every = ShortSteps },
        new UpdateOptions
        {
            Kind = UpdateKind.PseudoGradient,
            Codec = new CodecOptions { Up = CodecKind.TopKTwoBit, Down = CodecKind.E3M0, Feedback = 0.95 },
        },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.Sgd));

    private static readonly MethodPreset Muloco = new(
        new SyncOptions { Every = ShortSteps },
        new UpdateOptions { Kind = UpdateKind.PseudoGradient },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.Nesterov) with { Momentum = 0.6 })
    {
        Inner = InnerOptimizerKind.Muon,
    };

    /// <summary>
    /// As many stages as a model of defaults has layers, and twice as many microbatches: stages stand still for 3 of 11 passes. A round is
    /// what is journaled, measured and saved at one time.
    /// </summary>
    private static readonly MethodPreset Pipelined = new(
        new SyncOptions { Every = 10 },
        new UpdateOptions { Kind = UpdateKind.None },
        AggregatorKind.Mean,
        OuterOptions.For(OuterOptimizerKind.None))
    {
        Pipeline = new PipelineOptions { Stages = 4 },
        Workers = 1,
        Accumulation = 8,
    };

    /// <summary>The combination that <paramref name="method"/> names.</summary>
    public static MethodPreset For(MethodKind method) => method switch
    {
        MethodKind.DataParallel => DataParallel,
        MethodKind.LocalSgd => LocalSgd,
        MethodKind.Diloco => Diloco,
        MethodKind.StreamingDiloco => StreamingDiloco,
        MethodKind.Co2 => Co2,
        MethodKind.AsyncDiloco => AsyncDiloco,
        MethodKind.Dgc => Dgc,
        MethodKind.OneBitAdam => OneBitAdam,
        MethodKind.SparseLoco => SparseLoco,
        MethodKind.Muloco => Muloco,
        MethodKind.Pipeline => Pipelined,
        _ => throw new UnreachableException(),
    };
}
