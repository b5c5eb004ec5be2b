using System.Text.Json.Serialization;

namespace Decentral.Cli.Runs;

/// <summary>The generated JSON form of the conditions that a journal keeps.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ComputeConditions))]
internal sealed partial class ConditionsJson : JsonSerializerContext;
