using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Estimates;

/// <summary>A job with one of the methods.</summary>
/// <param name="Job">The job, with all that the method brings.</param>
/// <param name="Estimate">What it sends; null where it is refused.</param>
/// <param name="Problems">Why it is refused; none where it is not.</param>
internal sealed record MethodChoice(Job Job, RunEstimate? Estimate, IReadOnlyList<JobProblem> Problems);
