using Decentral.Training.Jobs;

namespace Decentral.Training.Progress;

/// <summary>
/// What a run came to. Its counts are of the whole run, earlier starts included; its times of this start.
/// </summary>
public sealed record RunSummary
{
    /// <summary>The run directory.</summary>
    public required string Run { get; init; }

    /// <summary>The preset the job started from.</summary>
    public required MethodKind Method { get; init; }

    /// <summary>Workers the job asked for.</summary>
    public required int Workers { get; init; }

    /// <summary>Whether the budget is used up; otherwise the run was stopped and can be resumed.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Training tokens used.</summary>
    public required long Tokens { get; init; }

    /// <summary>Time from the first step of this start to the last.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Training tokens a second of this start.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Mean training loss of the last rounds in nats a token; null when no step was made.</summary>
    public required double? TrainLoss { get; init; }

    /// <summary>The last held-out loss in nats a token; null when none was measured.</summary>
    public required double? EvalLoss { get; init; }

    /// <summary>The first held-out loss, before training; null when none was measured.</summary>
    public double? FirstEvalLoss { get; init; }

    /// <summary>Bytes sent by all workers and shards, headers included.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes received by all workers and shards, headers included.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Committed rounds.</summary>
    public required long Rounds { get; init; }

    /// <summary>Share of the lanes' time that went into training steps, 0 to 1; null where nobody trained in this process.</summary>
    public required double? Utilisation { get; init; }

    /// <summary>Lost parts that were replaced.</summary>
    public required int Recoveries { get; init; }

    /// <summary>The text the trained model wrote, its prompt first; null when the job asks for none.</summary>
    public string? Sample { get; init; }
}
