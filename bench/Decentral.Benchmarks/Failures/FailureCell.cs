using System.Globalization;

namespace Decentral.Benchmarks.Failures;

/// <summary>One run of the grid.</summary>
/// <param name="Strategy">By which it goes on.</param>
/// <param name="Percent">Probability that a stage fails within an hour; 0 for a run without failures.</param>
/// <param name="Seed">Of the trace, the first parameters and the samples.</param>
internal sealed record FailureCell(FailureStrategy Strategy, int Percent, ulong Seed)
{
    /// <summary>What <c>--only</c> matches, and the name of the result's file.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Strategy.Name}-{Percent}-seed{Seed}");

    public override string ToString() => Name;
}
