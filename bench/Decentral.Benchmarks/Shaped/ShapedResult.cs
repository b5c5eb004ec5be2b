using System.Collections.Immutable;

namespace Decentral.Benchmarks.Shaped;

/// <summary>What was seen of a cell.</summary>
/// <param name="Exchanges">All-reduces of the gradient, or commits.</param>
/// <param name="Wall">Measured time.</param>
/// <param name="Tokens">Trained by all nodes in it.</param>
/// <param name="TokensPerSecondAlone">What the same processes train at the same time where nothing is sent.</param>
/// <param name="Idle">Share of the time in which the nodes' computing threads slept.</param>
/// <param name="IdleOfRounds">The same of each round of each node; empty for those that have no rounds.</param>
internal sealed record ShapedResult(
    int Exchanges,
    TimeSpan Wall,
    long Tokens,
    double TokensPerSecondAlone,
    double Idle,
    ImmutableArray<double> IdleOfRounds)
{
    /// <summary>Of all nodes together.</summary>
    public double TokensPerSecond => Tokens / Wall.TotalSeconds;

    /// <summary>The time that the computing alone would have taken, over the time that went by.</summary>
    public double Utilisation => TokensPerSecond / TokensPerSecondAlone;
}
