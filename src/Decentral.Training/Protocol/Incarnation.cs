using System.Globalization;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>One life of a worker or shard; a restarted one has a higher value.</summary>
/// <param name="Value">From 1.</param>
[JsonConverter(typeof(Incarnation.Json))]
public readonly record struct Incarnation(long Value) : IComparable<Incarnation>
{
    private const int PerStart = 1 << 20;

    /// <summary>The n-th life that a node gives in one of its starts; those of a later start are higher.</summary>
    /// <param name="start">Which start, from 1.</param>
    /// <param name="number">From 1; 0 is below all of that start.</param>
    public static Incarnation Of(long start, long number) => new(checked((start * PerStart) + number));

    /// <summary>Above all lives that a node can give in the start of this one.</summary>
    public Incarnation OfNextStart => Of((Value / PerStart) + 1, 0);

    /// <summary>The life after this one in the same start.</summary>
    public Incarnation Next => new(Value + 1);

    /// <inheritdoc />
    public int CompareTo(Incarnation other) => Value.CompareTo(other.Value);

    /// <summary>Earlier.</summary>
    public static bool operator <(Incarnation left, Incarnation right) => left.Value < right.Value;

    /// <summary>Later.</summary>
    public static bool operator >(Incarnation left, Incarnation right) => left.Value > right.Value;

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal sealed class Json() : NumberJsonConverter<Incarnation>(value => new Incarnation(value), id => id.Value);
}
