namespace Decentral.Training.Jobs;

/// <summary>What is wrong with a job, found before anything is trained.</summary>
public static class JobValidator
{
    private static readonly Func<Job, IEnumerable<JobProblem>>[] Rules =
    [
        ModelRules.Check, DataRules.Check, Compatibility.Check, Compatibility.CheckInner, ScheduleRules.Check, BudgetRules.Check,
        CodecRules.Check, FleetRules.Check, PipelineRules.Check, AloneRules.Check,
    ];

    /// <summary>All problems that the job shows by itself; none for a job that can run, given its data.</summary>
    public static IReadOnlyList<JobProblem> Validate(Job job)
    {
        var outOfBounds = JobSchema.Fields
            .Where(field => field.Idle(job) is null && !field.IsAllowed(job))
            .Select(field => new JobProblem(field.Path, field.Expected, Describe(field.Read(job))))
            .ToList();
        return outOfBounds.Count > 0 ? outOfBounds : [.. Rules.SelectMany(rule => rule(job))];
    }

    /// <summary>All problems of a valid job with the data that its source turned out to hold.</summary>
    public static IReadOnlyList<JobProblem> Validate(Job job, DataFacts data) => [.. DataRules.Check(job, data)];

    private static string Describe(string? text) => string.IsNullOrEmpty(text) ? "nothing" : text;
}
