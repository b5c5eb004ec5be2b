using System.Globalization;

namespace Decentral.Training.Jobs;

/// <summary>A positive span of time, written as a number with its unit: 500ms, 30s, 5m, 2h.</summary>
internal sealed class DurationType : FieldType<TimeSpan>
{
    /// <summary>Longest unit first to format with; "ms" before "m" and "s" to parse with.</summary>
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("h", TimeSpan.FromHours(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Whether no time at all is one.</summary>
    public bool AllowsZero { get; init; }

    public override string Expected => $"a duration with its unit, as in {(AllowsZero ? "0s, " : "")}500ms, 30s, 5m or 2h";

    public override bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        var (suffix, unit) = Array.Find(Units, candidate => text.EndsWith(candidate.Suffix, StringComparison.Ordinal));
        if (suffix is null
            || !double.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            || !(Math.Abs(count * unit.Ticks) < TimeSpan.MaxValue.Ticks))
        {
            return false;
        }
        value = unit * count;
        return true;
    }

    public override string Format(TimeSpan value)
    {
        var (suffix, unit) = Units
            .OrderByDescending(candidate => candidate.Unit)
            .First(candidate => candidate.Unit <= value || candidate.Suffix == "ms");
        return (value / unit).ToString("R", CultureInfo.InvariantCulture) + suffix;
    }

    public override bool Allows(TimeSpan value) => value > TimeSpan.Zero || (AllowsZero && value == TimeSpan.Zero);
}
