namespace Decentral.Training.Jobs;

/// <summary>One budget, long enough for a round.</summary>
internal static class BudgetRules
{
    public static IEnumerable<JobProblem> Check(Job job)
    {
        string[] budgets =
        [
            .. job.Run.Tokens is null ? Array.Empty<string>() : ["run.tokens"],
            .. job.Run.Epochs is null ? Array.Empty<string>() : ["run.epochs"],
            .. job.Inner.Steps is null ? Array.Empty<string>() : ["inner.steps"],
        ];
        return budgets.Length == 1 ? CheckLength(job) : [NotOne(budgets)];
    }

    private static JobProblem NotOne(string[] budgets) => new(
        budgets.LastOrDefault() ?? "run.tokens",
        "one budget: run.tokens, run.epochs or inner.steps",
        budgets.Length == 0 ? "none" : string.Join(" and ", budgets),
        budgets.Length == 0 ? "set inner.steps, say to 1000" : $"remove {string.Join(" and ", budgets[..^1])}");

    private static IEnumerable<JobProblem> CheckLength(Job job)
    {
        if (job.Run.Tokens is { } tokens && tokens < job.TokensPerRound)
        {
            yield return TooShort(
                "run.tokens", $"at least {job.TokensPerRound} tokens, which one round takes", $"{tokens}");
        }
        if (job.Inner.Steps is { } steps && steps < job.Sync.Every)
        {
            yield return TooShort("inner.steps", $"at least sync.every {job.Sync.Every}", $"{steps}");
        }
        if (job.Inner.Steps is { } all && job.Inner.Warmup >= all)
        {
            yield return new JobProblem(
                "inner.warmup", $"less than inner.steps {all}", $"{job.Inner.Warmup}", $"use {all / 20}",
                "the learning rate would never reach its peak");
        }
    }

    private static JobProblem TooShort(string path, string expected, string found) =>
        new(
        path, expected, found, "raise it, or lower sync.every", "the run would end before its first synchronisation");
}
