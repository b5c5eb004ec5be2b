namespace Decentral.Pipeline.Planning;

/// <summary>What becomes of a run with fewer members.</summary>
/// <param name="Members">How many are left.</param>
/// <param name="Weakest">A plan for those with the least memory; null where they cannot have the model.</param>
public sealed record PlanBookEntry(int Members, StagePlan? Weakest);
