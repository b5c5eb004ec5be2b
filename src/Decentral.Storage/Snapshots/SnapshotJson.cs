using System.Text.Json.Serialization;

namespace Decentral.Storage.Snapshots;

[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredManifest))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
