using System.Globalization;

namespace Decentral.Training.Jobs;

/// <summary>An integer, which may be written with underscores or an exponent (1_200_000, 1.2e6).</summary>
internal sealed class IntegerType(long least, long most) : FieldType<long>
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent | NumberStyles.AllowDecimalPoint;

    public override string Expected => most == long.MaxValue
        ? $"an integer of at least {Format(least)}"
        : $"an integer from {Format(least)} to {Format(most)}";

    public override bool TryParse(string text, out long value) =>
        long.TryParse(text.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out value);

    public override string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    public override bool Allows(long value) => value >= least && value <= most;
}
