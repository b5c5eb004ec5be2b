using static Decentral.Training.Jobs.JobFieldFactory;

namespace Decentral.Training.Jobs;

/// <summary>The five choices.</summary>
internal static class ChoiceFields
{
    public static IReadOnlyList<JobField> All { get; } =
    [
        Integer(
            "sync.every", 1, MostSteps, job => job.Sync.Every,
            (job, value) => job with { Sync = job.Sync with { Every = value } },
            "Inner steps of a worker between two synchronisations (H): a round, at the end of which a run is journaled, measured and saved."),
        Integer(
            "sync.fragments", 1, 1024, job => job.Sync.Fragments,
            (job, value) => job with { Sync = job.Sync with { Fragments = value } },
            "Parts the parameters are synchronised in, at most model.layers."),
        Choice(
            "sync.pattern", job => job.Sync.Pattern,
            (job, value) => job with { Sync = job.Sync with { Pattern = value } },
            "Which layers a fragment holds: every so many-th, or some that follow one another.",
            job => job.Sync.Fragments == 1 ? "sync.fragments is 1" : null),
        Integer(
            "sync.overlap", 0, MostSteps, job => job.Sync.Overlap,
            (job, value) => job with { Sync = job.Sync with { Overlap = value } },
            "Inner steps a worker goes on while a fragment is under way; at most sync.every / sync.fragments.",
            job => job.IsOneRoundLate ? "with outer.optimizer co2 updates are a whole round late" : null),
        Number(
            "sync.mixing", ShareBelowOne, job => job.Sync.Mixing,
            (job, value) => job with { Sync = job.Sync with { Mixing = value } },
            "Share of its own parameters that a worker keeps when an update arrives."),
        Choice(
            "sync.shards", job => job.Sync.Shards,
            (job, value) => job with { Sync = job.Sync with { Shards = value } },
            "Where updates are combined: on the hub, or on nodes that join and are trusted, by their links.",
            NothingExchanged),
        Number(
            "sync.quorum", Share, job => job.Sync.Quorum,
            (job, value) => job with { Sync = job.Sync with { Quorum = value } },
            "Share of a round's participants whose contributions close it; 0: the first one does.", NothingExchanged),
        Optional(
            "sync.grace", new DurationType { AllowsZero = true }, job => job.Sync.Grace,
            (job, value) => job with { Sync = job.Sync with { Grace = value } }, "a tenth of the time that the quorum took",
            "How long a round that has its quorum waits for the others.",
            job => NothingExchanged(job) ?? (job.Sync.Quorum < 1 ? null : "sync.quorum is 1")),
        Required(
            "sync.asynchronous", new FlagType(), job => job.Sync.Asynchronous,
            (job, value) => job with { Sync = job.Sync with { Asynchronous = value } },
            "Whether who is late for a round goes on and counts in a later one; otherwise its work is given up.",
            idle: job => job.Update.Kind == UpdateKind.PseudoGradient ? null : $"update.kind is {ChoiceName.Of(job.Update.Kind)}"),
        Optional(
            "sync.deadline", new DurationType(), job => job.Sync.Deadline,
            (job, value) => job with { Sync = job.Sync with { Deadline = value } }, "a round waits for its quorum",
            "When a round closes with the contributions it has, counted from its opening.", NothingExchanged),
        Choice(
            "update.kind", job => job.Update.Kind,
            (job, value) => job with { Update = job.Update with { Kind = value } },
            "What a worker sends."),
        Number(
            "update.freeze", new NumberType { Least = 0, ExcludesLeast = true, Most = 1, ExcludesMost = true }, job => job.Update.Freeze,
            (job, value) => job with { Update = job.Update with { Freeze = value } },
            "Share of the budget trained before the variance is frozen, and the codecs begin (momentum).",
            job => job.Update.Kind == UpdateKind.Momentum ? null : "update.kind is not momentum"),
        Choice(
            "update.codec.up", job => job.Update.Codec.Up,
            (job, value) => WithCodec(job, job.Update.Codec with { Up = value }),
            "The form of what goes from a worker to a shard.", NothingExchanged),
        Choice(
            "update.codec.down", job => job.Update.Codec.Down,
            (job, value) => WithCodec(job, job.Update.Codec with { Down = value }),
            "The form of what goes from a shard to the workers.", NothingExchanged),
        Number(
            "update.codec.density", new NumberType { Least = 0, ExcludesLeast = true, Most = 1 },
            job => job.Update.Codec.Density,
            (job, value) => WithCodec(job, job.Update.Codec with { Density = value }),
            "Share of the values that top-k sends, of every 4096.",
            job => job.Update.Codec.HasDensity ? null : "neither update.codec.up nor update.codec.down is a top-k"),
        Integer(
            "update.codec.warmup", 0, MostSteps, job => job.Update.Codec.Warmup,
            (job, value) => WithCodec(job, job.Update.Codec with { Warmup = value }),
            "Rounds over which the density falls from a quarter, by factors of four.",
            job => job.Update.Codec.IsSparse ? null : "update.codec.up is not a top-k"),
        Number(
            "update.codec.feedback", Share, job => job.Update.Codec.Feedback,
            (job, value) => WithCodec(job, job.Update.Codec with { Feedback = value }),
            "Share of what the codec of workers kept back that the next update brings.",
            job => !CodecOptions.KeepsBack(job.Update.Codec.Up) ? "update.codec.up keeps nothing back"
                : job.Update.Kind == UpdateKind.Velocity ? "update.kind is velocity, which keeps all of it" : null),
        Choice(
            "aggregate", job => job.Aggregate, (job, value) => job with { Aggregate = value },
            "Choice 4, the aggregator: how are contributions combined? The mean is weighted by tokens.", NothingExchanged),
        Choice(
            "outer.optimizer", job => job.Outer.Optimizer, (job, value) => job with { Outer = OuterOptions.For(value) },
            "The rule; choosing it resets what is below to its own defaults.", idle: null,
            "outer"),
        Number(
            "outer.learningRate", Positive, job => job.Outer.LearningRate,
            (job, value) => job with { Outer = job.Outer with { LearningRate = value } },
            "The outer learning rate.",
            job => job.Outer.Optimizer == OuterOptimizerKind.None ? "outer.optimizer is none" : null),
        Number(
            "outer.momentum", ShareBelowOne, job => job.Outer.Momentum,
            (job, value) => job with { Outer = job.Outer with { Momentum = value } }, "The outer momentum (nesterov, delayed-nesterov, co2).",
            job => job.Outer.HasMomentum ? null : $"outer.optimizer is {ChoiceName.Of(job.Outer.Optimizer)}"),
        OptionalInteger(
            "outer.delay", 1, 4096, job => job.Outer.Delay,
            (job, value) => job with { Outer = job.Outer with { Delay = value } }, "workers",
            "Contributions between two moves of the momentum (delayed-nesterov).",
            job => job.Outer.Optimizer == OuterOptimizerKind.DelayedNesterov ? null : "outer.optimizer is not delayed-nesterov"),
        Optional(
            "outer.clip", Positive, job => job.Outer.Clip,
            (job, value) => job with { Outer = job.Outer with { Clip = value } }, "sync.every",
            "The most that an element of the outer momentum may be, in inner steps at the full rate (co2).", NotCo2),
        Choice(
            "outer.penalty", job => job.Outer.Penalty,
            (job, value) => job with { Outer = job.Outer with { Penalty = value } },
            "What updates are divided by for being a round late: 1 + how far the parameters moved meanwhile, "
            + "over a step of the momentum or of the update; or 1 (co2).",
            NotCo2),
    ];

    private static string? NothingExchanged(Job job) => job.Update.Kind == UpdateKind.None ? "update.kind is none" : null;

    private static string? NotCo2(Job job) => job.IsOneRoundLate ? null : "outer.optimizer is not co2";

    private static Job WithCodec(Job job, CodecOptions codec) =>
        job with { Update = job.Update with { Codec = codec } };
}
