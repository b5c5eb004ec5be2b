using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decentral.Models;

internal sealed class ContentDigestJsonConverter : JsonConverter<ContentDigest>
{
    public override ContentDigest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : reader.TokenType.ToString();
        return ContentDigest.TryParse(text, out ContentDigest digest)
            ? digest
            : throw new JsonException($"A digest is 64 hexadecimal digits, found '{text}'.");
    }

    public override void Write(Utf8JsonWriter writer, ContentDigest value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
