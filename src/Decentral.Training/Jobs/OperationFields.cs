using static Decentral.Training.Jobs.JobFieldFactory;

namespace Decentral.Training.Jobs;

/// <summary>What happens beside the training.</summary>
internal static class OperationFields
{
    public static IReadOnlyList<JobField> All { get; } =
    [
        Integer(
            "evaluation.every", 1, MostSteps, job => job.Evaluation.Every,
            (job, value) => job with { Evaluation = job.Evaluation with { Every = value } },
            "Inner steps of a worker between two evaluations, made at the end of the round that reaches them."),
        Integer(
            "evaluation.sequences", 1, 1_048_576, job => job.Evaluation.Sequences,
            (job, value) => job with { Evaluation = job.Evaluation with { Sequences = value } },
            "Held-out sequences used; fewer when there are fewer."),
        Required(
            "snapshots.every", new CadenceType(), job => job.Snapshots.Every,
            (job, value) => job with { Snapshots = job.Snapshots with { Every = value } },
            "Inner steps of a worker, or time, from one snapshot to the next, taken at the end of the round that reaches it."),
        Integer(
            "snapshots.keep", 1, 1000, job => job.Snapshots.Keep,
            (job, value) => job with { Snapshots = job.Snapshots with { Keep = value } },
            "Complete snapshots kept; older ones are deleted."),
        Text(
            "sample.prompt", new TextType("a text that is not empty", text => text.Length > 0),
            job => job.Sample.Prompt,
            (job, value) => job with { Sample = job.Sample with { Prompt = value } }, "What the model continues."),
        Integer(
            "sample.tokens", 0, 1_048_576, job => job.Sample.Tokens,
            (job, value) => job with { Sample = job.Sample with { Tokens = value } }, "Tokens written; 0 writes none."),
        Number(
            "sample.temperature", NotNegative, job => job.Sample.Temperature,
            (job, value) => job with { Sample = job.Sample with { Temperature = value } },
            "Divides the logits before sampling; 0 takes the likeliest token."),
        Choice(
            "compute.device", job => job.Compute.Device,
            (job, value) => job with { Compute = job.Compute with { Device = value } },
            "Where the tensors live; auto takes CUDA where it is there."),
        OptionalInteger(
            "compute.lanes", 1, 4096, job => job.Compute.Lanes,
            (job, value) => job with { Compute = job.Compute with { Lanes = value } },
            "cores divided by compute.threads, at most one a worker",
            "Workers that compute at one time. Changes no result."),
        OptionalInteger(
            "compute.threads", 1, 4096, job => job.Compute.Threads,
            (job, value) => job with { Compute = job.Compute with { Threads = value } },
            "1, and all cores for a worker alone", "Threads of a lane. Changes results in the last bits."),
        Integer(
            "limits.members", 1, 65_536, job => job.Limits.Members,
            (job, value) => job with { Limits = job.Limits with { Members = value } },
            "Workers that a run admits at one time."),
        Integer(
            "limits.mailbox", 16, 1_048_576, job => job.Limits.Mailbox,
            (job, value) => job with { Limits = job.Limits with { Mailbox = value } },
            "Messages an actor's mailbox holds."),
        Integer(
            "limits.recoveries", 0, 1_048_576, job => job.Limits.Recoveries,
            (job, value) => job with { Limits = job.Limits with { Recoveries = value } },
            "Lost workers and shards that are replaced before the run gives up."),
    ];
}
