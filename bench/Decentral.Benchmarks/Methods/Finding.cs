namespace Decentral.Benchmarks.Methods;

/// <summary>What a claim came to on one corpus.</summary>
/// <param name="Text">The losses.</param>
/// <param name="Holds">Whether they agree with it.</param>
/// <param name="IsOfOneSeed">Whether that rests on a single seed of either side.</param>
internal sealed record Finding(string Text, bool Holds, bool IsOfOneSeed);
