namespace Decentral.Training.Monitoring;

/// <summary>It is time to report progress.</summary>
public readonly record struct ProgressDue;
