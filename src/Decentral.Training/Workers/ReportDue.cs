namespace Decentral.Training.Workers;

/// <summary>It is time to report.</summary>
internal readonly record struct ReportDue;
