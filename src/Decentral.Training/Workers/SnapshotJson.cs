using System.Text.Json.Serialization;

namespace Decentral.Training.Workers;

/// <summary>The generated JSON form of a part's header.</summary>
[JsonSerializable(typeof(SnapshotPartHeader))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
