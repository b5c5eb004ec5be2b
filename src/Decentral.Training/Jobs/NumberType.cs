using System.Globalization;

namespace Decentral.Training.Jobs;

/// <summary>A finite real number; either bound may be excluded.</summary>
internal sealed class NumberType : FieldType<double>
{
    public required double Least { get; init; }

    public double Most { get; init; } = double.PositiveInfinity;

    public bool ExcludesLeast { get; init; }

    public bool ExcludesMost { get; init; }

    public override string Expected => double.IsPositiveInfinity(Most)
        ? $"a number {LeastInWords}"
        : $"a number {LeastInWords} and {(ExcludesMost ? "below" : "at most")} {Format(Most)}";

    private string LeastInWords => $"{(ExcludesLeast ? "above" : "of at least")} {Format(Least)}";

    public override bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    public override string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public override bool Allows(double value) =>
        double.IsFinite(value)
        && (ExcludesLeast ? value > Least : value >= Least)
        && (ExcludesMost ? value < Most : value <= Most);
}
