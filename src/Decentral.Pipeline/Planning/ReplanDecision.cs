using System.Collections.Immutable;

namespace Decentral.Pipeline.Planning;

/// <summary>Whether layers move, and why.</summary>
/// <param name="IsWorthIt">Whether they do.</param>
/// <param name="Moves">Those that would.</param>
/// <param name="GainSeconds">Time that it saves until the next change; infinite where there is no going on without.</param>
/// <param name="CostSeconds">Time that it takes.</param>
/// <param name="Reason">In words.</param>
public sealed record ReplanDecision(
    bool IsWorthIt, ImmutableArray<LayerMove> Moves, double GainSeconds, double CostSeconds, string Reason)
{
    /// <summary>What goes over links.</summary>
    public long Bytes => Moves.Sum(move => move.Bytes);
}
