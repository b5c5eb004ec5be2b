using System.Globalization;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Commands;

/// <summary>Amounts with a unit on the command line.</summary>
internal static class QuantityOption
{
    private const int BitsOfByte = 8;
    private const double LeastOperations = 1e6;
    private const string ASecond = "/s";

    /// <summary>By how much a prefix multiplies, the longer before those that they end with.</summary>
    private static readonly (string Prefix, double Factor)[] Prefixes =
    [
        ("ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40),
        ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("", 1),
    ];

    /// <summary>Units of time, "ms" before "s", which it ends with.</summary>
    private static readonly (string Unit, TimeSpan Length)[] Spans =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1))];

    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(1);

    /// <summary>Bytes: 8GB, 512MiB.</summary>
    /// <exception cref="MistakeException">It is no amount of bytes, or less than <paramref name="least"/>.</exception>
    public static long ParseBytes(string option, string text, long least) =>
        Parse(text, "B") is { } bytes && bytes >= least
            ? (long)bytes
            : throw new MistakeException(
                $"{option}: expected bytes with their unit, as in 8GB or 512MiB, of at least "
                + $"{(least >> 20).ToString(CultureInfo.InvariantCulture)}MiB, found '{text}'");

    /// <summary>Bytes a second: 20Mbit, 2.5MB, each with or without "/s".</summary>
    /// <exception cref="MistakeException">It is no rate, or less than <paramref name="least"/>.</exception>
    public static long ParseRate(string option, string text, long least)
    {
        var amount = text.EndsWith(ASecond, StringComparison.Ordinal) ? text[..^ASecond.Length] : text;
        var rate = Parse(amount, "bit") / BitsOfByte ?? Parse(amount, "B");
        return rate >= least
            ? (long)rate
            : throw new MistakeException(
                $"{option}: expected bits or bytes a second with their unit, as in 20Mbit or 2.5MB, of at least "
                + $"{(least * BitsOfByte / 1000).ToString(CultureInfo.InvariantCulture)}kbit, found '{text}'");
    }

    /// <summary>Floating-point operations a second: 100GFLOP/s, with or without "/s".</summary>
    /// <exception cref="MistakeException">It is no such rate, or less than 1 MFLOP/s.</exception>
    public static double ParseOperations(string option, string text)
    {
        var amount = text.EndsWith(ASecond, StringComparison.Ordinal) ? text[..^ASecond.Length] : text;
        return Parse(amount, "FLOP") is { } operations && operations >= LeastOperations
            ? operations
            : throw new MistakeException(
                $"{option}: expected operations a second with their unit, as in 100GFLOP/s, of at least 1MFLOP/s, found '{text}'");
    }

    /// <summary>A span of time: 50ms, 1.5s, 2m.</summary>
    /// <exception cref="MistakeException">It is no span of time, or less than <paramref name="least"/>.</exception>
    public static TimeSpan ParseSpan(string option, string text, TimeSpan least)
    {
        var (unit, length) = Spans.FirstOrDefault(known => text.EndsWith(known.Unit, StringComparison.Ordinal));
        return unit is not null
            && double.TryParse(
                text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count <= LongestSpan / length
            && count * length >= least
            ? count * length
            : throw new MistakeException(
                $"{option}: expected a time with its unit, as in 50ms or 1.5s, of at least "
                + $"{least.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms and at most "
                + $"{LongestSpan.TotalMinutes.ToString(CultureInfo.InvariantCulture)}m, found '{text}'");
    }

    private static double? Parse(string text, string unit)
    {
        if (!text.EndsWith(unit, StringComparison.Ordinal))
        {
            return null;
        }

        var amount = text[..^unit.Length];
        var (prefix, factor) = Prefixes.First(known => amount.EndsWith(known.Prefix, StringComparison.Ordinal));
        return double.TryParse(
            amount[..^prefix.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * factor < long.MaxValue
            ? number * factor
            : null;
    }
}
