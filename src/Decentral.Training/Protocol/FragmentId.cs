using System.Globalization;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>A part of the parameters that is synchronised together.</summary>
/// <param name="Value">From 0.</param>
[JsonConverter(typeof(FragmentId.Json))]
public readonly record struct FragmentId(int Value) : IComparable<FragmentId>
{
    /// <inheritdoc />
    public int CompareTo(FragmentId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"fragment {Value}");

    internal sealed class Json() : NumberJsonConverter<FragmentId>(value => new FragmentId(checked((int)value)), id => id.Value);
}
