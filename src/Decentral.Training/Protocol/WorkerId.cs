using System.Globalization;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>A place in the fleet, filled by one worker incarnation at a time. Its value is the member order.</summary>
/// <param name="Value">From 0.</param>
[JsonConverter(typeof(WorkerId.Json))]
public readonly record struct WorkerId(int Value) : IComparable<WorkerId>
{
    /// <inheritdoc />
    public int CompareTo(WorkerId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"worker-{Value}");

    internal sealed class Json() : NumberJsonConverter<WorkerId>(value => new WorkerId(checked((int)value)), id => id.Value);
}
