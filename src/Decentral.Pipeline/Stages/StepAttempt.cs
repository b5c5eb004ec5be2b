using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>A step in an epoch: one that is undone is made again in another.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">The step.</param>
internal readonly record struct StepAttempt(Epoch Epoch, long Step);
