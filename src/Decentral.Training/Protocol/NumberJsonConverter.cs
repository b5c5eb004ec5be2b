using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decentral.Training.Protocol;

/// <summary>Writes an id as the bare number that it is.</summary>
internal abstract class NumberJsonConverter<TId>(Func<long, TId> make, Func<TId, long> valueOf) : JsonConverter<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(valueOf(value));
}
