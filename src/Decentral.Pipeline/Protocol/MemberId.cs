using System.Globalization;

namespace Decentral.Pipeline.Protocol;

/// <summary>A place among those who may host a stage of a pipeline; which stage it has, if any, the form says.</summary>
/// <param name="Value">From 0.</param>
public readonly record struct MemberId(int Value) : IComparable<MemberId>
{
    /// <inheritdoc />
    public int CompareTo(MemberId other) => Value.CompareTo(other.Value);

    /// <summary>Lower.</summary>
    public static bool operator <(MemberId left, MemberId right) => left.Value < right.Value;

    /// <summary>Higher.</summary>
    public static bool operator >(MemberId left, MemberId right) => left.Value > right.Value;

    /// <summary>Lower or the same.</summary>
    public static bool operator <=(MemberId left, MemberId right) => left.Value <= right.Value;

    /// <summary>Higher or the same.</summary>
    public static bool operator >=(MemberId left, MemberId right) => left.Value >= right.Value;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"member-{Value}");
}
