namespace Decentral.Training.Archives;

/// <summary>It is time to say again what was not answered.</summary>
internal sealed record ArchiveReviewDue;
