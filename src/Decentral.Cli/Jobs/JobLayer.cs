namespace Decentral.Cli.Jobs;

/// <summary>
/// What one source says of a job: a file, or the options of the command line. Later layers override earlier ones.
/// </summary>
/// <param name="Entries">The values, at most one for a field.</param>
/// <param name="Sections">Where each section of a file begins.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record JobLayer(
    IReadOnlyList<JobEntry> Entries,
    IReadOnlyDictionary<string, SourceLocation> Sections,
    IReadOnlyList<LocatedProblem> Problems);
