namespace Decentral.Training.Protocol;

/// <summary>The training loss of the steps around something.</summary>
/// <param name="Before">Of the last step before it, in nats a token.</param>
/// <param name="After">Of the first step after it.</param>
public sealed record LossChange(double Before, double After);
