namespace Decentral.Training.Archives;

/// <summary>The archive could not read or write.</summary>
/// <param name="Error">Why.</param>
internal sealed record ArchiveFailed(Exception Error);
