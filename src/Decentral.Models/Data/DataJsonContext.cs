using System.Text.Json.Serialization;

namespace Decentral.Models.Data;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DataManifest))]
internal sealed partial class DataJsonContext : JsonSerializerContext;
