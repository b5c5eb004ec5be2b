using System.Globalization;

namespace Decentral.Pipeline.Planning;

/// <summary>Quantities in the words of problems and reasons.</summary>
internal static class Amounts
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>With a decimal prefix: 1.5 GB.</summary>
    public static string Bytes(double bytes)
    {
        var power = 0;
        while (Math.Abs(bytes) >= 999.5 && power < Prefixes.Length - 1)
        {
            (bytes, power) = (bytes / 1000, power + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.##} {Prefixes[power]}B");
    }

    /// <summary>To three digits: 12.5 s.</summary>
    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    /// <summary>1 stage, 2 stages.</summary>
    public static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    /// <summary>In any culture alike.</summary>
    public static string Words(FormattableString text) => FormattableString.Invariant(text);
}
