namespace Decentral.Pipeline.Stages;

/// <summary>It is time to report.</summary>
internal sealed record ReportDue;
