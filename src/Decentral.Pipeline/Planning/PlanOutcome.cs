using System.Diagnostics.CodeAnalysis;

namespace Decentral.Pipeline.Planning;

/// <summary>A plan, or why there is none.</summary>
public sealed class PlanOutcome
{
    internal PlanOutcome(StagePlan plan) => Plan = plan;

    internal PlanOutcome(PlanProblem problem) => Problem = problem;

    /// <summary>The plan; null where there is none.</summary>
    public StagePlan? Plan { get; }

    /// <summary>Why there is no plan; null where there is one.</summary>
    public PlanProblem? Problem { get; }

    /// <summary>Whether there is a plan.</summary>
    [MemberNotNullWhen(true, nameof(Plan))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsPossible => Plan is not null;
}
