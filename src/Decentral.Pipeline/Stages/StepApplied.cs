namespace Decentral.Pipeline.Stages;

/// <summary>The lane has made the inner optimizer's step.</summary>
/// <param name="Order">Which.</param>
internal sealed record StepApplied(Protocol.ApplyStep Order);
