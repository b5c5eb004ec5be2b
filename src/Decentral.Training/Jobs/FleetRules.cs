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
        else if ((long)job.Workers * job.Pipeline.Stages is var members && members > job.Limits.Members)
        {
            yield return new JobProblem(
                "pipeline.stages", $"at most {job.Limits.Members / job.Workers} with workers {job.Workers} and limits.members {job.Limits.Members}",
                $"{job.Pipeline.Stages}", $"use limits.members: {members}, or fewer stages", "each stage is on a member of its own");
        }
    }
}
