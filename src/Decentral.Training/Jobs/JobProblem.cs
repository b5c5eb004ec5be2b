namespace Decentral.Training.Jobs;

/// <summary>One thing wrong with a job, for a person to put right.</summary>
/// <param name="Path">The field, as in <c>inner.learningRate</c>.</param>
/// <param name="Expected">What would be right, as in "an integer from 1 to 256".</param>
/// <param name="Found">What is there, as in "0".</param>
/// <param name="Remedy">What to write instead or to change, as a clause: "use sync.every: 1".</param>
/// <param name="Reason">Why it is wrong when that does not follow from <paramref name="Expected"/>; null
/// otherwise.</param>
public sealed record JobProblem(
    string Path, string Expected, string Found, string? Remedy = null, string? Reason = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Path}: expected {Expected}, found {Found}"
        + (Reason is null ? "" : $": {Reason}")
        + (Remedy is null ? "" : $"; {Remedy}");
}
