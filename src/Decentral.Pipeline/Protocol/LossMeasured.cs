namespace Decentral.Pipeline.Protocol;

/// <summary>The loss of held-out samples.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Number">Which samples.</param>
/// <param name="Loss">Their mean, in nats a token.</param>
public sealed record LossMeasured(Epoch Epoch, long Number, double Loss);
