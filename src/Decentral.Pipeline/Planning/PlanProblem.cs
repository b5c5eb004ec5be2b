namespace Decentral.Pipeline.Planning;

/// <summary>Why there is no plan of the kind that was asked for.</summary>
/// <param name="Objection">What does not fit what, with the numbers; no full stop.</param>
/// <param name="Nearest">A plan that differs from it as little as may be; null where there is none either.</param>
/// <param name="NearestInWords">What that plan has; null where there is none.</param>
public sealed record PlanProblem(string Objection, StagePlan? Nearest, string? NearestInWords)
{
    /// <inheritdoc/>
    public override string ToString() => NearestInWords is null
        ? $"{Objection}."
        : $"{Objection}: the nearest plan that works has {NearestInWords}.";
}
