namespace Decentral.Pipeline.Stages;

/// <summary>The lane has made room for a step.</summary>
internal sealed record StepBegun;
