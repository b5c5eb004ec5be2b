using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>What the layers of a job come to.</summary>
/// <param name="Job">The resolved job; to be used only when there are no problems.</param>
/// <param name="Problems">All that is wrong with it, in the order in which it was written.</param>
internal sealed record JobBinding(Job Job, IReadOnlyList<LocatedProblem> Problems);
