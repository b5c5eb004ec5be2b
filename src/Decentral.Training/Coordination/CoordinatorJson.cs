using System.Text.Json.Serialization;
using Decentral.Training.Coordination.Events;

namespace Decentral.Training.Coordination;

/// <summary>The generated JSON form of the events.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CoordinatorEvent))]
internal sealed partial class CoordinatorJson : JsonSerializerContext;
