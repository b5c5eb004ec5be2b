using static Decentral.Training.Jobs.JobFieldFactory;

namespace Decentral.Training.Jobs;

/// <summary>The inner optimizer.</summary>
internal static class InnerFields
{
    public static IReadOnlyList<JobField> All { get; } =
    [
        Choice(
            "inner.optimizer", job => job.Inner.Optimizer,
            (job, value) => job with { Inner = job.Inner with { Optimizer = value } }, "The optimizer."),
        Number(
            "inner.learningRate", Positive, job => job.Inner.LearningRate,
            (job, value) => job with { Inner = job.Inner with { LearningRate = value } }, "Peak learning rate."),
        Choice(
            "inner.schedule", job => job.Inner.Schedule,
            (job, value) => job with { Inner = job.Inner with { Schedule = value } },
            "How the learning rate moves after the warm-up, over the budget."),
        Integer(
            "inner.warmup", 0, MostSteps, job => job.Inner.Warmup,
            (job, value) => job with { Inner = job.Inner with { Warmup = value } },
            "Inner steps over which the learning rate rises to its peak."),
        Number(
            "inner.decay", Share, job => job.Inner.Decay,
            (job, value) => job with { Inner = job.Inner with { Decay = value } },
            "Share of the budget, at its end, over which the learning rate falls (wsd).",
            job => job.Inner.Schedule == LearningRateScheduleKind.Wsd ? null : "inner.schedule is not wsd"),
        Number(
            "inner.floor", Share, job => job.Inner.Floor,
            (job, value) => job with { Inner = job.Inner with { Floor = value } },
            "The last learning rate as a share of the peak (cosine, wsd).",
            job => job.Inner.Schedule == LearningRateScheduleKind.Constant ? "inner.schedule is constant" : null),
        Integer(
            "inner.batch", 1, 1_048_576, job => job.Inner.Batch,
            (job, value) => job with { Inner = job.Inner with { Batch = value } },
            "Sequences of one forward pass of one worker."),
        Integer(
            "inner.accumulation", 1, 1_048_576, job => job.Inner.Accumulation,
            (job, value) => job with { Inner = job.Inner with { Accumulation = value } },
            "Forward passes whose gradients are averaged into one step: the microbatches of a pipeline."),
        OptionalInteger(
            "inner.steps", 1, MostSteps, job => job.Inner.Steps,
            (job, value) => job with { Inner = job.Inner with { Steps = value } }, "no such budget",
            "Inner steps of each worker: the budget of a fixed fleet.", idle: null, RunFields.Budgets),
        Number(
            "inner.clip", NotNegative, job => job.Inner.Clip,
            (job, value) => job with { Inner = job.Inner with { Clip = value } },
            "Largest global norm of a gradient; 0 clips nothing."),
        Number(
            "inner.beta1", ShareBelowOne, job => job.Inner.Beta1,
            (job, value) => job with { Inner = job.Inner with { Beta1 = value } },
            "Decay of the first moment, or of the velocity that is sent.",
            job => job.Inner.Optimizer == InnerOptimizerKind.Sgd && job.Update.Kind != UpdateKind.Velocity ? "inner.optimizer is sgd" : null),
        Number(
            "inner.beta2", ShareBelowOne, job => job.Inner.Beta2,
            (job, value) => job with { Inner = job.Inner with { Beta2 = value } },
            "Decay of the second moment.", Plain),
        Number(
            "inner.epsilon", Positive, job => job.Inner.Epsilon,
            (job, value) => job with { Inner = job.Inner with { Epsilon = value } },
            "Added to the root of the second moment.", Plain),
        Number(
            "inner.weightDecay", NotNegative, job => job.Inner.WeightDecay,
            (job, value) => job with { Inner = job.Inner with { WeightDecay = value } },
            "Decoupled weight decay of the matrices, embeddings and positions; biases and norms have none."),
    ];

    private static string? Plain(Job job) => job.Inner.Optimizer == InnerOptimizerKind.Sgd ? "inner.optimizer is sgd" : null;
}
