using System.Collections.Immutable;
using System.Globalization;

namespace Decentral.Benchmarks.Methods;

/// <summary>What a method came to at a point of a group on a corpus, over the seeds that are done.</summary>
/// <param name="Cell">Of the first seed.</param>
/// <param name="Results">At least one, by seed.</param>
internal sealed record Outcome(Cell Cell, ImmutableArray<CellResult> Results)
{
    /// <summary>What marks a figure of one seed.</summary>
    public const string OneSeed = "†";

    public GridMethod Method => Cell.Method;

    public double Loss => Results.Average(result => result.Loss);

    public bool HasDiverged => !double.IsFinite(Loss);

    public double BytesPerToken => Results[0].BytesPerToken;

    /// <summary>The mean with its spread, or the only one with its mark.</summary>
    public string LossText => string.Create(
        CultureInfo.InvariantCulture, $"{Loss:0.0000}{(Results.Length == 1 ? $" {OneSeed}" : $" ± {Spread:0.0000} ({Results.Length})")}");

    /// <summary>The standard deviation of one seed's loss.</summary>
    private double Spread =>
        Math.Sqrt(Results.Sum(result => Math.Pow(result.Loss - Loss, 2)) / (Results.Length - 1));

    /// <summary>Percent by which its loss lies above another's.</summary>
    public double PercentAbove(Outcome other) => 100 * ((Loss / other.Loss) - 1);

    public string GapTo(Outcome? other) => other is null
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{PercentAbove(other):+0.0;-0.0;0.0} %");
}
