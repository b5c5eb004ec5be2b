namespace Decentral.Pipeline.Schedules;

/// <summary>Why there is no schedule of the kind that was asked for.</summary>
/// <param name="Objection">What does not fit what, with the numbers; no full stop.</param>
/// <param name="Nearest">What differs from it as little as may be, and works.</param>
public sealed record ScheduleProblem(string Objection, ScheduleOptions Nearest)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Objection}: the nearest plan that works has {Nearest}.";
}
