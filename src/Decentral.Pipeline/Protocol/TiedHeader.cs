namespace Decentral.Pipeline.Protocol;

/// <summary>
/// Between the stage that has the embedding and the one that has a copy of it as its head: the copy's gradient before a step is applied, or the
/// embedding's values after it.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">Which step.</param>
/// <param name="IsGradient">Whether it is the gradient, for the owner; otherwise the values, for the copy.</param>
public sealed record TiedHeader(Epoch Epoch, long Step, bool IsGradient);
