namespace Decentral.Training.Supervision;

/// <summary>It is time to say what the node hosts.</summary>
internal sealed record NodeReportDue;
