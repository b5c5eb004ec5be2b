namespace Decentral.Training.Progress;

/// <summary>How far a run has come: an immutable picture, complete in itself, so that any may be skipped.</summary>
public sealed record RunProgress
{
    /// <summary>What the run is doing.</summary>
    public RunPhase Phase { get; init; } = RunPhase.Preparing;

    /// <summary>Committed rounds.</summary>
    public long Round { get; init; }

    /// <summary>Rounds the budget is expected to take.</summary>
    public long Rounds { get; init; }

    /// <summary>Training tokens used, over all workers, and those of earlier starts of this run.</summary>
    public long Tokens { get; init; }

    /// <summary>The budget in training tokens.</summary>
    public long TokenBudget { get; init; }

    /// <summary>Time since this start.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Training tokens a second over the whole fleet, of late; 0 until a step is done.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Mean training loss of late in nats a token; null until a step is done.</summary>
    public double? TrainLoss { get; init; }

    /// <summary>
    /// The newest held-out loss of the global parameters in nats a token; null until one was measured.
    /// </summary>
    public double? EvalLoss { get; init; }

    /// <summary>The inner learning rate that workers use now.</summary>
    public double LearningRate { get; init; }

    /// <summary>Workers that take part now.</summary>
    public int Members { get; init; }

    /// <summary>Stages that their models are in, each with a member of its own; 0 where each worker holds a whole model.</summary>
    public int Stages { get; init; }

    /// <summary>Bytes sent by all workers and shards, headers included.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes received by all workers and shards, headers included.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Share of the lanes' time that went into training steps, 0 to 1; null where nobody trains in this process.</summary>
    public double? Utilisation { get; init; }

    /// <summary>Lost workers, shards, coordinators and stages that were replaced.</summary>
    public int Recoveries { get; init; }

    /// <summary>Time to the end of the budget at the present speed; null while the speed is unknown.</summary>
    public TimeSpan? TimeLeft => TokensPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Max(0, TokenBudget - Tokens) / TokensPerSecond)
        : null;
}
