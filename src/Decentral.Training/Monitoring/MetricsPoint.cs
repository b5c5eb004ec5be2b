using System.Text.Json.Serialization;

namespace Decentral.Training.Monitoring;

/// <summary>A point of a run's curves: a committed round, or a measurement of one.</summary>
public sealed record MetricsPoint
{
    /// <summary>The round.</summary>
    [JsonPropertyName("round")]
    public required long Round { get; init; }

    /// <summary>Training tokens in committed rounds up to it.</summary>
    [JsonPropertyName("tokens")]
    public required long Tokens { get; init; }

    /// <summary>Bytes sent for synchronisation up to it, headers included.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>When, by the run's clock.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>Mean training loss of the round, in nats a token.</summary>
    [JsonPropertyName("trainLoss")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TrainLoss { get; init; }

    /// <summary>Held-out loss of the version that the round led to, in nats a token.</summary>
    [JsonPropertyName("evalLoss")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? EvalLoss { get; init; }
}
