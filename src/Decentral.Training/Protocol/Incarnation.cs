using System.Globalization;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>One life of a worker or shard; a restarted one has a higher value.</summary>
/// <param name="Value">From 1.</param>
[JsonConverter(typeof(Incarnation.Json))]
public readonly record struct Incarnation(long Value) : IComparable<Incarnation>
{
    /// <inheritdoc />
    public int CompareTo(Incarnation other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    internal sealed class Json() : NumberJsonConverter<Incarnation>(value => new Incarnation(value), id => id.Value);
}
