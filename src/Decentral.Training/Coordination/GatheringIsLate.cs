using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination;

/// <summary>A roll call has waited long enough.</summary>
/// <param name="Term">The term it was called in.</param>
/// <param name="Limit">How long it may wait.</param>
/// <param name="Due">When that is over.</param>
internal readonly record struct GatheringIsLate(Term Term, TimeSpan Limit, DateTimeOffset Due)
{
    /// <summary>Whether this process stood still when it was due: what came meanwhile is still to be heard.</summary>
    public bool IsOverdue(DateTimeOffset now) => now - Due > Limit / 4;
}
