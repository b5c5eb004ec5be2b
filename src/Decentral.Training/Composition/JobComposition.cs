using System.Collections.Immutable;
using System.Diagnostics;
using Decentral.Actors.Compute;
using Decentral.Codecs;
using Decentral.Codecs.Blocks;
using Decentral.Codecs.HalfPrecision;
using Decentral.Codecs.Sparse;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Schedules;
using Decentral.Training.Coordination;
using Decentral.Training.Jobs;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;
using Decentral.Training.Workers;

namespace Decentral.Training.Composition;

/// <summary>What a valid job means for the parts of a run, once its data are known.</summary>
/// <param name="job">A job that <see cref="JobValidator"/> has no complaint of.</param>
/// <param name="data">What its data turned out to hold.</param>
public sealed class JobComposition(Job job, DataFacts data)
{
    /// <summary>The budget in training tokens, rounded down to whole samples.</summary>
    public long BudgetTokens => job.TokenBudget(data.TrainingTokens) / job.Model.Context * job.Model.Context;

    /// <summary>Values a parameter that all workers hold alike, which a joiner fetches.</summary>
    private int SharedValues =>
        job.Update.IsOfOneStep || job.Update.Kind == UpdateKind.None ? 3 : 1 + (Outer()?.StateNames.Length ?? 0);

    /// <summary>When is which fragment synchronised.</summary>
    public FragmentSchedule Schedule => new(
        job.Sync.Every, job.Sync.Fragments, job.Overlap)
    {
        IsAsynchronous = job.Sync.Asynchronous,
    };

    /// <summary>What the coordinator's decisions depend on.</summary>
    /// <param name="jobDigest">Of the job and its data.</param>
    /// <param name="heldOutWindows">Windows that the held-out part has.</param>
    public RunPlan Plan(string jobDigest, long heldOutWindows) => new()
    {
        JobDigest = jobDigest,
        Workers = job.Workers,
        Schedule = Schedule,
        SamplesPerStep = job.Inner.Batch * job.Inner.Accumulation,
        TokensPerSample = job.Model.Context,
        Samples = BudgetTokens / job.Model.Context,
        RoundsPerEvaluation = job.RoundsPerEvaluation,
        RoundsPerSnapshot = job.RoundsPerSnapshot,
        SnapshotInterval = job.Snapshots.Every.Time ?? TimeSpan.Zero,
        StateBytes = DecoderParameters.LayOut(Decoder()).ElementCount * sizeof(float) * SharedValues,
        SnapshotsKept = job.Snapshots.Keep,
        Quorum = job.Sync.Quorum,
        Grace = job.Sync.Grace,
        IsPaced = job.Sync.Asynchronous,
        Deadline = job.Sync.Deadline,
        ShardsOwe = Down().KeepsBack,
        AggregatesLeadOn = job.Update.Kind != UpdateKind.None,
        HeldOutWindows = Math.Min(heldOutWindows, job.Evaluation.Sequences),
    };

    /// <summary>The learning rate by tokens leased.</summary>
    public LearningRateSchedule LearningRate() => new()
    {
        Peak = job.Inner.LearningRate,
        BudgetTokens = BudgetTokens,
        Shape = job.Inner.Schedule switch
        {
            LearningRateScheduleKind.Constant => LearningRateShape.Constant,
            LearningRateScheduleKind.Cosine => LearningRateShape.Cosine,
            LearningRateScheduleKind.Wsd => LearningRateShape.StableThenLinear,
            _ => throw new UnreachableException(),
        },
        WarmupTokens = Math.Min(BudgetTokens - 1, job.Inner.Warmup * job.TokensPerStep * job.Workers),
        FloorShare = job.Inner.Floor,
        DecayShare = job.Inner.Decay,
    };

    /// <summary>How activations and their gradients cross from stage to stage.</summary>
    public ITensorCodec Activations() => (ITensorCodec)FormatOf(job.Pipeline.Activations, kept: 0);

    /// <summary>The decoder's shape.</summary>
    public DecoderOptions Decoder() => new()
    {
        Family = job.Model.Kind switch
        {
            ModelKind.Gpt => DecoderFamily.Gpt,
            ModelKind.Llama => DecoderFamily.Llama,
            _ => throw new UnreachableException(),
        },
        Layers = job.Model.Layers,
        Width = job.Model.Width,
        Heads = job.Model.Heads,
        KeyValueHeads = job.Model.KeyValueHeads,
        Context = job.Model.Context,
        Vocabulary = job.Model.Vocabulary ?? data.Vocabulary,
        FeedForward = job.Model.ResolvedFeedForward,
        TiedHead = job.Model.TiedHead,
        RopeBase = job.Model.RopeBase,
    };

    /// <summary>The inner optimizer.</summary>
    public InnerOptimizerOptions Optimizer() => job.Inner.Optimizer switch
    {
        InnerOptimizerKind.AdamW => AdamW(),
        InnerOptimizerKind.Muon => new MuonOptions
        {
            WeightDecay = job.Inner.WeightDecay,
            Others = AdamW(),
            Blocks = MuonBlocks.OfDecoder(Decoder()),
        },
        InnerOptimizerKind.Sgd => new SgdOptions { WeightDecay = job.Inner.WeightDecay },
        InnerOptimizerKind.Lamb => new LambOptions
        {
            Beta1 = job.Inner.Beta1,
            Beta2 = job.Inner.Beta2,
            Epsilon = job.Inner.Epsilon,
            WeightDecay = job.Inner.WeightDecay,
        },
        _ => throw new UnreachableException(),
    };

    private AdamWOptions AdamW() => new()
    {
        Beta1 = job.Inner.Beta1,
        Beta2 = job.Inner.Beta2,
        Epsilon = job.Inner.Epsilon,
        WeightDecay = job.Inner.WeightDecay,
    };

    /// <summary>A worker's replica around a copy of the model.</summary>
    /// <param name="replica">Owned by the result; its parameters are version 0.</param>
    /// <param name="training">Samples to train on.</param>
    /// <param name="heldOut">Held-out samples.</param>
    public WorkerReplica Replicate(IReplica replica, SampleFiller training, SampleFiller heldOut)
    {
        var options = new ReplicaOptions
        {
            Training = training,
            HeldOut = heldOut,
            Context = job.Model.Context,
            LearningRate = LearningRate().At,
            Fragments = FragmentsOf,
            Mixing = job.Sync.Mixing,
            RestartsRounds = Schedule.RestartsRounds,
            IsAsynchronous = job.Sync.Asynchronous,
            // Where gradients are accumulated they are clipped before, and not their mean.
            Clip = job.Update.Kind == UpdateKind.Velocity ? 0 : job.Inner.Clip,
            Accumulation = job.Inner.Accumulation,
            EvaluationBatch = job.Inner.Batch,
            Up = Up(),
            Feedback = (float)job.Update.Codec.Feedback,
            Correction = job.Update.Kind == UpdateKind.Velocity
                ? new MomentumCorrection(job.Inner.Beta1, job.Inner.Clip, job.Workers)
                : null,
            Frozen = job.Update.Kind == UpdateKind.Momentum
                ? new FrozenVariance(FirstFrozen, job.Inner.Beta1, job.Inner.Beta2, job.Inner.Epsilon, job.Inner.WeightDecay, AdamW().Decays)
                : null,
            Down = Down(),
            Outer = Outer(),
        };
        return job.Update.IsOfOneStep
            ? new GradientReplica(replica, options)
            : new LocalUpdateReplica(replica, options);
    }

    /// <summary>The parameter shards, by fragment.</summary>
    /// <param name="lane">Of all: no two have a round at one time.</param>
    public IReadOnlyList<Func<Incarnation, ShardOptions>> Shards(IComputeLane lane) =>
        Shards(DecoderParameters.LayOut(Decoder()), lane);

    /// <summary>The same for any model.</summary>
    internal IReadOnlyList<Func<Incarnation, ShardOptions>> Shards(ArenaLayout layout, IComputeLane lane) =>
        job.Update.Kind == UpdateKind.None
            ? [ShardOf(0, 0, lane)]
            : [.. FragmentsOf(layout).Select(fragment => ShardOf(fragment.Index, fragment.ElementCount, lane))];

    private Func<Incarnation, ShardOptions> ShardOf(int index, long elements, IComputeLane lane)
    {
        var reducer = new ShardReducer(checked((int)elements), Up(), Down());
        return life => new ShardOptions
        {
            Fragment = new FragmentId(index),
            Incarnation = life,
            Reducer = reducer,
            Lane = lane,
        };
    }

    internal ImmutableArray<ArenaFragment> FragmentsOf(ArenaLayout layout) =>
        job.Sync.Fragments == 1 ? [FragmentPartition.Whole(layout)]
        : job.Sync.Pattern == FragmentPattern.Strided ? FragmentPartition.Strided(layout, job.Sync.Fragments)
        : FragmentPartition.ByLayer(layout, job.Sync.Fragments);

    /// <summary>The first round with a frozen variance, where there is one: as the job's own fleet would come to it.</summary>
    private Round FirstFrozen =>
        new(1 + Math.Max(1, (long)(job.Update.Freeze * BudgetTokens / (job.TokensPerStep * job.Workers))));

    /// <summary>How contributions are encoded.</summary>
    internal CodecStages Up()
    {
        var codec = job.Update.Codec;
        return codec.IsSparse && codec.Warmup > 0
            ? new CodecStages([.. DensitiesOf(codec).Select(stage => (stage.First, FormatOf(codec.Up, TopKCodec.KeptAt(stage.Density))))])
            : StagesOf(FormatOf(codec.Up, TopKCodec.KeptAt(codec.Density)));
    }

    /// <summary>How aggregates are encoded.</summary>
    internal CodecStages Down() => StagesOf(FormatOf(job.Update.Codec.Down, TopKCodec.KeptAt(job.Update.Codec.Density)));

    private CodecStages StagesOf(ITensorFormat format) => job.Update.Kind == UpdateKind.Momentum
        ? new CodecStages([(new Round(1), new Fp32Codec()), (FirstFrozen, format)])
        : new CodecStages(format);

    /// <summary>The stages of a density's warm-up, equally long, and then the density.</summary>
    private static IEnumerable<(Round First, double Density)> DensitiesOf(CodecOptions codec)
    {
        var warmup = new DensityWarmup { Density = codec.Density };
        var stages = 0;
        while (warmup.At(stages) > codec.Density)
        {
            stages++;
        }

        var each = stages == 0 ? 0 : Math.Max(1, codec.Warmup / stages);
        return Enumerable.Range(0, stages + 1).Select(stage => (new Round(1 + ((long)stage * each)), warmup.At(stage)));
    }

    private static ITensorFormat FormatOf(CodecKind codec, int kept) => codec switch
    {
        CodecKind.Fp32 => new Fp32Codec(),
        CodecKind.Bf16 => new Bf16Codec(),
        CodecKind.Fp16 => new Fp16Codec(),
        CodecKind.EightBit => new Int8BlockCodec(),
        CodecKind.E3M0 => new E3M0Codec(),
        CodecKind.TwoBit => new TwoBitCodec(),
        CodecKind.Sign => new SignCodec(),
        CodecKind.TopK => new TopKCodec(kept, new Fp32Codec()),
        CodecKind.TopKBf16 => new TopKCodec(kept, new Bf16Codec()),
        CodecKind.TopKTwoBit => new TopKCodec(kept, new TwoBitCodec()),
        _ => throw new UnreachableException(),
    };

    internal IOuterOptimizer? Outer() => job.Outer.Optimizer switch
    {
        OuterOptimizerKind.None => null,
        OuterOptimizerKind.Sgd => new OuterSgd(job.Outer.LearningRate),
        OuterOptimizerKind.Nesterov => new OuterNesterov(job.Outer.LearningRate, job.Outer.Momentum),
        OuterOptimizerKind.DelayedNesterov => new OuterDelayedNesterov(
            job.Outer.LearningRate, job.Outer.Momentum, job.Outer.Delay ?? job.Workers),
        OuterOptimizerKind.Co2 => new OuterCo2(new OuterCo2Options
        {
            LearningRate = job.Outer.LearningRate,
            Momentum = job.Outer.Momentum,
            Clip = job.Outer.Clip ?? job.Sync.Every,
            Penalty = job.Outer.Penalty switch
            {
                StalenessPenalty.Momentum => gap => gap.RelativeToMomentum,
                StalenessPenalty.Displacement => gap => gap.RelativeToDisplacement,
                StalenessPenalty.None => _ => 1,
                _ => throw new UnreachableException(),
            },
        }),
        _ => throw new UnreachableException(),
    };
}
