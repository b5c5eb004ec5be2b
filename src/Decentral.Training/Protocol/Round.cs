using System.Globalization;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>
/// One synchronisation. Round r leads from version r - 1 of the global parameters to version r; version 0 is the
/// initialisation.
/// </summary>
/// <param name="Value">From 1; 0 is before the first round.</param>
[JsonConverter(typeof(Round.Json))]
public readonly record struct Round(long Value) : IComparable<Round>
{
    /// <summary>Before the first round.</summary>
    public static Round Zero { get; }

    /// <summary>The round after this one.</summary>
    public Round Next => new(Value + 1);

    /// <summary>The round before this one.</summary>
    public Round Previous => new(Value - 1);

    /// <summary>Earlier.</summary>
    public static bool operator <(Round left, Round right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(Round left, Round right) => left.Value > right.Value;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Round left, Round right) => left.Value <= right.Value;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Round left, Round right) => left.Value >= right.Value;

    /// <inheritdoc />
    public int CompareTo(Round other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal sealed class Json() : NumberJsonConverter<Round>(value => new Round(value), id => id.Value);
}
