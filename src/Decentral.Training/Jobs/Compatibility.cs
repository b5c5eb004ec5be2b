namespace Decentral.Training.Jobs;

/// <summary>Which combinations of the five choices make sense, one row for each kind of update.</summary>
/// <param name="Update">What is sent.</param>
/// <param name="Outer">The outer optimizers that can follow it; the first is the one to suggest.</param>
/// <param name="MostSteps">The largest <c>sync.every</c>; null when there is none.</param>
/// <param name="Reason">Why these and no others.</param>
public sealed record Compatibility(
    UpdateKind Update, IReadOnlyList<OuterOptimizerKind> Outer, int? MostSteps, string Reason)
{
    /// <summary>The published table.</summary>
    public static IReadOnlyList<Compatibility> Table { get; } =
    [
        new(
            UpdateKind.Gradient, [OuterOptimizerKind.None], MostSteps: 1,
            "a gradient belongs to one step, and each worker's inner optimizer steps on the mean of it"),
        new(
            UpdateKind.Velocity, [OuterOptimizerKind.None], MostSteps: 1,
            "gradients are accumulated step by step, and all workers step along the mean of what is sent of them"),
        new(
            UpdateKind.Momentum, [OuterOptimizerKind.None], MostSteps: 1,
            "the momentum belongs to one step, and all workers step along the mean of it"),
        new(
            UpdateKind.PseudoGradient,
            [OuterOptimizerKind.Nesterov, OuterOptimizerKind.Sgd, OuterOptimizerKind.DelayedNesterov, OuterOptimizerKind.Co2],
            MostSteps: null,
            "a pseudo-gradient is a direction, and only an outer optimizer steps along it"),
        new(
            UpdateKind.Parameters, [OuterOptimizerKind.None], MostSteps: null,
            "the mean of the parameters is the shared model already, so there is nothing to step along"),
        new(
            UpdateKind.None, [OuterOptimizerKind.None], MostSteps: null,
            "nothing is exchanged, and a pipeline's stages step by their own optimizer alone"),
    ];

    /// <summary>What of <paramref name="job"/> contradicts the table, each with a combination that does not.</summary>
    internal static IEnumerable<JobProblem> Check(Job job)
    {
        var row = Table.FirstOrDefault(candidate => candidate.Update == job.Update.Kind);
        if (row is null)
        {
            yield break;
        }
        if (row.MostSteps is { } most && job.Sync.Every > most)
        {
            yield return Contradiction(
                "sync.every", $"{most} with update.kind {ChoiceName.Of(row.Update)}", $"{job.Sync.Every}", row.Reason,
                "use sync.every: 1, or update.kind: pseudo-gradient to synchronise less often");
        }
        if (!row.Outer.Contains(job.Outer.Optimizer))
        {
            var allowed = string.Join(" or ", row.Outer.Select(ChoiceName.Of));
            var neighbour = Table.First(candidate => candidate.Outer.Contains(job.Outer.Optimizer));
            yield return Contradiction(
                "outer.optimizer", $"{allowed} with update.kind {ChoiceName.Of(row.Update)}",
                ChoiceName.Of(job.Outer.Optimizer), row.Reason,
                $"use outer.optimizer: {ChoiceName.Of(row.Outer[0])}, "
                + $"or update.kind: {ChoiceName.Of(neighbour.Update)}");
        }
    }

    /// <summary>What of the inner optimizer contradicts what is sent.</summary>
    internal static IEnumerable<JobProblem> CheckInner(Job job)
    {
        if (job.Update.Kind == UpdateKind.Velocity && job.Inner.Optimizer != InnerOptimizerKind.Sgd)
        {
            yield return Contradiction(
                "inner.optimizer", "sgd with update.kind velocity", ChoiceName.Of(job.Inner.Optimizer),
                "the momentum is in what was sent already", "use inner.optimizer: sgd, or update.kind: gradient");
        }
        if (job.Update.Kind == UpdateKind.Momentum && job.Inner.Optimizer != InnerOptimizerKind.AdamW)
        {
            yield return Contradiction(
                "inner.optimizer", "adamw with update.kind momentum", ChoiceName.Of(job.Inner.Optimizer),
                "it is Adam's variance that is frozen, and Adam's momentum that is sent",
                "use inner.optimizer: adamw, or update.kind: gradient");
        }
    }

    private static JobProblem Contradiction(string path, string expected, string found, string reason, string remedy) =>
        new(path, expected, found, remedy, reason);
}
