namespace Decentral.Benchmarks.Methods;

/// <summary>What a paper says of two methods, and when our figures agree with it.</summary>
/// <param name="Claim">In words.</param>
/// <param name="Source">The paper.</param>
/// <param name="Comparison">What is compared; null where that is out of reach.</param>
/// <param name="OutOfReach">Why it cannot be tried at this size; null where it can.</param>
internal sealed record Relation(string Claim, string Source, RelationComparison? Comparison, string? OutOfReach);
