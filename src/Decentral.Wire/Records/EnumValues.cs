using System.Collections.Frozen;
using System.Globalization;

namespace Decentral.Wire.Records;

/// <summary>The values that an enum defines, and their numbers.</summary>
internal static class EnumValues<TEnum>
    where TEnum : struct, Enum
{
    /// <summary>The value of a number.</summary>
    public static readonly FrozenDictionary<long, TEnum> ByNumber =
        Enum.GetValues<TEnum>().Distinct().ToFrozenDictionary(NumberOf);

    /// <summary>The number of a value.</summary>
    public static readonly FrozenDictionary<TEnum, long> Numbers =
        ByNumber.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private static long NumberOf(TEnum value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
