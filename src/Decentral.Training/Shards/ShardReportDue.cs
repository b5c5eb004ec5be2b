namespace Decentral.Training.Shards;

/// <summary>It is time to report.</summary>
internal readonly record struct ShardReportDue;
