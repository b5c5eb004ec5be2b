namespace Decentral.Training.Protocol;

/// <summary>A worker's part of a held-out evaluation.</summary>
/// <param name="Worker">Who measured.</param>
/// <param name="Version">The version measured.</param>
/// <param name="LossSum">Sum of the losses of all tokens, in nats.</param>
/// <param name="Tokens">How many tokens.</param>
public sealed record HeldOutPart(WorkerId Worker, Round Version, double LossSum, long Tokens);
