namespace Decentral.Benchmarks.Shaped;

/// <summary>One row: so many nodes with such links that train in one way.</summary>
/// <param name="Nodes">Processes, with a namespace, a link and a core each.</param>
/// <param name="Megabits">Mbit/s of each link, each way.</param>
/// <param name="Method">Who trains, and how.</param>
/// <param name="Time">Measured time, at least.</param>
/// <param name="Work">What is trained.</param>
internal sealed record ShapedCell(int Nodes, int Megabits, ShapedMethod Method, TimeSpan Time, ShapedWork Work)
{
    /// <summary>In words.</summary>
    public string Description => $"{Nodes} nodes, {Megabits:N0} Mbit/s, {ShapedPlan.NameOf(Method)}";
}
