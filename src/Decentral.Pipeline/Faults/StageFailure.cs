namespace Decentral.Pipeline.Faults;

/// <summary>A stage is lost as an iteration begins.</summary>
/// <param name="Iteration">From 0.</param>
/// <param name="Stage">From 0.</param>
public readonly record struct StageFailure(long Iteration, int Stage) : IComparable<StageFailure>
{
    /// <inheritdoc />
    public int CompareTo(StageFailure other)
    {
        var byIteration = Iteration.CompareTo(other.Iteration);
        return byIteration != 0 ? byIteration : Stage.CompareTo(other.Stage);
    }

    /// <summary>As in the text of a trace.</summary>
    public override string ToString() => $"{Iteration} {Stage}";
}
