using System.Text.Json.Serialization;

namespace Decentral.Cli.Joining;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobDocument))]
internal sealed partial class JobDocumentJson : JsonSerializerContext;
