namespace Decentral.Pipeline.Protocol;

/// <summary>What a copy that is to be kept is of.</summary>
/// <param name="Epoch">The epoch in which it is given.</param>
/// <param name="Copy">Of what.</param>
/// <param name="OptimizerSteps">Steps of its inner optimizer.</param>
public sealed record CopyHeader(Epoch Epoch, CopyId Copy, long OptimizerSteps);
