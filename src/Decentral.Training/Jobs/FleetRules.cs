namespace Decentral.Training.Jobs;

/// <summary>A fleet within the run's own bounds.</summary>
internal static class FleetRules
{
    public static IEnumerable<JobProblem> Check(Job job)
    {
        if (job.Workers > job.Limits.Members)
        {
            yield return new JobProblem(
                "workers", $"at most limits.members {job.Limits.Members}", $"{job.Workers}",
                $"use limits.members: {job.Workers}, or fewer workers");
        }
    }
}
