using static Decentral.Training.Jobs.JobFieldFactory;

namespace Decentral.Training.Jobs;

/// <summary>What a run is: its name, its size, its budget.</summary>
internal static class RunFields
{
    private const int LongestName = 64;

    /// <summary>The fields of which a job sets exactly one.</summary>
    public static readonly string[] Budgets = ["run.tokens", "run.epochs", "inner.steps"];

    private static readonly TextType NameType = new(
        $"1 to {LongestName} letters, digits, dots, hyphens and underscores, the first a letter or digit",
        name => name.Length is > 0 and <= LongestName
            && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));

    public static IReadOnlyList<JobField> All { get; } =
    [
        Text(
            "name", NameType, job => job.Name, (job, value) => job with { Name = value },
            "What the run is called; its directory is named after it."),
        Choice(
            "method", job => job.Method, (job, value) => job.With(value),
            "The preset that sync, update, aggregate, outer, pipeline and inner.optimizer start from; each of their fields may be overridden.",
            idle: null, "sync", "update", "aggregate", "outer", "pipeline", "inner.optimizer"),
        Integer(
            "workers", 1, 4096, job => job.Workers, (job, value) => job with { Workers = value },
            "Replicas trained at one time, each in pipeline.stages where there are some."),
        Required(
            "seed", new IntegerType(0, long.MaxValue), job => job.Seed, (job, value) => job with { Seed = value },
            "Keys every random draw of the run: equal seeds give equal runs."),
        Optional(
            "run.tokens", new IntegerType(1, long.MaxValue), job => job.Run.Tokens,
            (job, value) => job with { Run = job.Run with { Tokens = value } },
            "no such budget", "Training tokens, over all workers.", idle: null, Budgets),
        Optional(
            "run.epochs", Positive, job => job.Run.Epochs,
            (job, value) => job with { Run = job.Run with { Epochs = value } },
            "no such budget", "Passes over the training tokens; may be a fraction.", idle: null, Budgets),
    ];
}
