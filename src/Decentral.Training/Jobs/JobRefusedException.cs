namespace Decentral.Training.Jobs;

/// <summary>A job that was valid by itself turned out not to fit its data. Nothing was trained.</summary>
public sealed class JobRefusedException : Exception
{
    /// <param name="problems">What is wrong, at least one thing.</param>
    public JobRefusedException(IReadOnlyList<JobProblem> problems)
        : base(string.Join('\n', problems)) => Problems = problems;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<JobProblem> Problems { get; }
}
