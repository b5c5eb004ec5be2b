using System.Text.Json.Serialization;
using Decentral.Training.Monitoring;

namespace Decentral.Cli.Runs;

/// <summary>The generated JSON form of a line of metrics.jsonl.</summary>
[JsonSerializable(typeof(MetricsPoint))]
internal sealed partial class MetricsJson : JsonSerializerContext;
