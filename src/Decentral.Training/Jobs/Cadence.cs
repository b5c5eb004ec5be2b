namespace Decentral.Training.Jobs;

/// <summary>How often something is done: every so many inner steps of a worker, or whenever a time has passed.</summary>
/// <param name="Steps">Inner steps of a worker; null where time decides.</param>
/// <param name="Time">The least time from one to the next; null where steps decide.</param>
public readonly record struct Cadence(int? Steps, TimeSpan? Time)
{
    /// <summary>Every so many inner steps of a worker.</summary>
    public static Cadence OfSteps(int steps) => new(steps, null);

    /// <summary>Whenever so much time has passed.</summary>
    public static Cadence OfTime(TimeSpan time) => new(null, time);

    /// <inheritdoc />
    public override string ToString() => Steps is { } steps ? $"{steps} steps" : $"{Time?.TotalSeconds} s";
}
