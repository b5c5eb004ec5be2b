namespace Decentral.Training.Workers;

/// <summary>The lane has done something that has no result.</summary>
internal readonly record struct LaneDone;
