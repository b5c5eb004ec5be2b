namespace Decentral.Training.Jobs;

/// <summary>
/// A training run as a person states it. The names are the same in job files, in <c>--set</c>, in errors and here.
/// The defaults make a valid job but for its budget; <see cref="JobValidator"/> says what is wrong with one.
/// </summary>
public sealed record Job
{
    /// <summary>What the run is called; its directory is named after it.</summary>
    public string Name { get; init; } = "run";

    /// <summary>The decoder.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>The text.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>Replicas trained at one time.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>The preset that the choices below were taken from, before any of them was overridden.</summary>
    public MethodKind Method { get; init; } = MethodKind.Diloco;

    /// <summary>How is the model of each worker cut into stages?</summary>
    public PipelineOptions Pipeline { get; init; } = MethodPreset.For(MethodKind.Diloco).Pipeline;

    /// <summary>The optimizer of each worker.</summary>
    public InnerOptions Inner { get; init; } = new();

    /// <summary>When is which fragment synchronised?</summary>
    public SyncOptions Sync { get; init; } = MethodPreset.For(MethodKind.Diloco).Sync;

    /// <summary>What is sent, and in what form?</summary>
    public UpdateOptions Update { get; init; } = MethodPreset.For(MethodKind.Diloco).Update;

    /// <summary>How are contributions combined?</summary>
    public AggregatorKind Aggregate { get; init; } = MethodPreset.For(MethodKind.Diloco).Aggregate;

    /// <summary>How does the shared model move?</summary>
    public OuterOptions Outer { get; init; } = MethodPreset.For(MethodKind.Diloco).Outer;

    /// <summary>Keys every random draw of the run.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The budget, unless <see cref="InnerOptions.Steps"/> states it.</summary>
    public RunOptions Run { get; init; } = new();

    /// <summary>The held-out loss.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>Durable snapshots.</summary>
    public SnapshotOptions Snapshots { get; init; } = new();

    /// <summary>The text written at the end.</summary>
    public SampleOptions Sample { get; init; } = new();

    /// <summary>Devices, lanes and threads.</summary>
    public ComputeOptions Compute { get; init; } = new();

    /// <summary>Bounds.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Training tokens of one inner step of one worker.</summary>
    public long TokensPerStep => (long)Inner.Batch * Inner.Accumulation * Model.Context;

    /// <summary>Training tokens of one full round of <see cref="Workers"/> workers.</summary>
    public long TokensPerRound => TokensIn(Sync.Every);

    /// <summary>Rounds from one evaluation to the next.</summary>
    public int RoundsPerEvaluation => RoundsFor(Evaluation.Every);

    /// <summary>Rounds from one durable snapshot to the next, at least.</summary>
    public int RoundsPerSnapshot => Snapshots.Every.Steps is { } steps ? RoundsFor(steps) : 1;

    /// <summary>
    /// Whether equal inputs give equal bits: no round closes early, so that nothing depends on who was faster
    /// (as long as nobody joins or leaves).
    /// </summary>
    public bool IsDeterministic => Sync is { Quorum: 1.0, Deadline: null, Asynchronous: false };

    /// <summary>Whether updates are applied a whole round after they were made.</summary>
    public bool IsOneRoundLate => Outer.Optimizer == OuterOptimizerKind.Co2;

    /// <summary>Inner steps that a worker goes on with while an update is under way.</summary>
    public int Overlap => IsOneRoundLate ? Sync.Every : Sync.Overlap;

    /// <summary>The same job with the five choices and the stages of <paramref name="method"/>, whatever it had before.</summary>
    public Job With(MethodKind method)
    {
        var (preset, former) = (MethodPreset.For(method), MethodPreset.For(Method));
        return this with
        {
            Method = method,
            Workers = preset.Workers ?? Own(Workers, former.Workers, new Job().Workers),
            Pipeline = preset.Pipeline,
            Inner = Inner with
            {
                Optimizer = preset.Inner,
                LearningRate = preset.LearningRate ?? Own(Inner.LearningRate, former.LearningRate, new InnerOptions().LearningRate),
                WeightDecay = preset.WeightDecay ?? Own(Inner.WeightDecay, former.WeightDecay, new InnerOptions().WeightDecay),
                Accumulation = preset.Accumulation ?? Own(Inner.Accumulation, former.Accumulation, new InnerOptions().Accumulation),
            },
            Sync = preset.Sync,
            Update = preset.Update,
            Aggregate = preset.Aggregate,
            Outer = preset.Outer,
        };
    }

    /// <summary>The budget in training tokens over the whole fleet, for a valid job.</summary>
    /// <param name="trainingTokens">Tokens of the training part of the data, which <c>run.epochs</c>
    /// multiplies.</param>
    public long TokenBudget(long trainingTokens)
    {
        if (Run.Tokens is { } tokens)
        {
            return tokens;
        }
        if (Run.Epochs is { } epochs)
        {
            return long.CreateSaturating(Math.Ceiling(epochs * trainingTokens));
        }
        return Inner.Steps is { } steps
            ? TokensIn(steps)
            : throw new InvalidOperationException("A job without a budget was not validated.");
    }

    /// <summary>What a job has, unless it came with the method that it had.</summary>
    private static T Own<T>(T has, T? came, T otherwise)
        where T : struct, IEquatable<T> => came is { } given && has.Equals(given) ? otherwise : has;

    private long TokensIn(int steps) => long.CreateSaturating((Int128)TokensPerStep * steps * Workers);

    /// <summary>Each fragment has a round of its own in every <see cref="SyncOptions.Every"/> steps.</summary>
    private int RoundsFor(int steps) => (int)((((long)steps * Sync.Fragments) + Sync.Every - 1) / Sync.Every);
}
