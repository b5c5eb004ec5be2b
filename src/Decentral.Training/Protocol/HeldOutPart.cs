using Decentral.Models.Data;

namespace Decentral.Training.Protocol;

/// <summary>A worker's part of a held-out evaluation.</summary>
/// <param name="Worker">Who measured.</param>
/// <param name="Version">The version measured.</param>
/// <param name="Windows">The held-out windows it was measured on.</param>
/// <param name="LossSum">Sum of the losses of all tokens, in nats.</param>
/// <param name="Tokens">How many tokens.</param>
public sealed record HeldOutPart(WorkerId Worker, Round Version, SampleRange Windows, double LossSum, long Tokens);
