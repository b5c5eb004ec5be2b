using System.Text.Json.Serialization;

namespace Decentral.Storage.Runs;

[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JournalPlace))]
internal sealed partial class RunJson : JsonSerializerContext;
