using System.Globalization;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>A part of the parameters that is synchronised together.</summary>
/// <param name="Value">From 0.</param>
[JsonConverter(typeof(FragmentId.Json))]
public readonly record struct FragmentId(int Value) : IComparable<FragmentId>
{
    /// <summary>What a round synchronises: one fragment, by turns.</summary>
    /// <param name="round">From 1.</param>
    /// <param name="fragments">How many there are.</param>
    public static FragmentId Of(Round round, int fragments) => new((int)((round.Value - 1) % fragments));

    /// <inheritdoc />
    public int CompareTo(FragmentId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"fragment {Value}");

    internal sealed class Json() : NumberJsonConverter<FragmentId>(value => new FragmentId(checked((int)value)), id => id.Value);
}
