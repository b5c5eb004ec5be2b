using System.Globalization;

namespace Decentral.Cli.Presentation;

/// <summary>Quantities as people read them.</summary>
internal static class Units
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>Three significant digits and a decimal prefix: 21.3 k.</summary>
    public static string Count(double count)
    {
        var (value, prefix) = Scale(count);
        return prefix.Length == 0 ? Digits(value, prefix) : $"{Digits(value, prefix)} {prefix}";
    }

    /// <summary>As <see cref="Count"/>, in bytes: 1.23 MB.</summary>
    public static string Bytes(double bytes)
    {
        var (value, prefix) = Scale(bytes);
        return $"{Digits(value, prefix)} {prefix}B";
    }

    /// <summary>A rate of bytes as that of its bits, in which links are sold: 10.0 Mbit/s.</summary>
    public static string BitRate(double bytesPerSecond)
    {
        var (value, prefix) = Scale(8 * bytesPerSecond);
        return $"{Digits(value, prefix)} {prefix}bit/s";
    }

    /// <summary>A span that may be short: 12.5 ms, 3.20 s, and from a minute on as <see cref="Duration"/>.</summary>
    public static string Span(TimeSpan span) =>
        span >= TimeSpan.FromMinutes(1) ? Duration(span)
        : span >= TimeSpan.FromSeconds(1) ? $"{Digits(span.TotalSeconds, "s")} s"
        : $"{Digits(span.TotalMilliseconds, "")} ms";

    /// <summary>0:07, 1:05, 1:02:03; days are written as hours.</summary>
    public static string Duration(TimeSpan duration)
    {
        var seconds = (long)Math.Max(0, Math.Round(duration.TotalSeconds));
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    /// <summary>1 lane, 2 lanes.</summary>
    public static string Plural(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    /// <summary>A loss in nats a token, or a dash where there is none yet.</summary>
    public static string Loss(double? loss) => loss?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A share as whole percent.</summary>
    public static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    private static (double Value, string Prefix) Scale(double value)
    {
        var power = 0;
        // 999.5 would be rounded to four digits.
        while (Math.Abs(value) >= 999.5 && power < Prefixes.Length - 1)
        {
            value /= 1000;
            power++;
        }
        return (value, Prefixes[power]);
    }

    private static string Digits(double value, string prefix) => value.ToString(
        Math.Abs(value) switch
        {
            _ when prefix.Length == 0 && value == Math.Truncate(value) => "0",
            < 9.995 => "0.00",
            < 99.95 => "0.0",
            _ => "0",
        },
        CultureInfo.InvariantCulture);
}
