namespace Decentral.Pipeline.Stages;

/// <summary>The lane threw.</summary>
internal sealed record LaneFailed(Exception Error);
