namespace Decentral.Training.Coordination;

/// <summary>Counts over the committed rounds of a run, roll-backs subtracted.</summary>
public sealed record RunTotals
{
    /// <summary>Training tokens in committed rounds.</summary>
    public long Tokens { get; init; }

    /// <summary>Bytes sent for synchronisation, headers included; as many were received.</summary>
    public long SyncBytes { get; init; }

    /// <summary>Workers, shards, coordinators and stages of pipelines that were lost and came back.</summary>
    public int Recoveries { get; init; }

    /// <summary>Mean training loss of the last committed round, in nats a token; null before the first.</summary>
    public double? TrainLoss { get; init; }

    /// <summary>Held-out loss measured first, in nats a token.</summary>
    public double? FirstHeldOutLoss { get; init; }

    /// <summary>Held-out loss measured last, in nats a token.</summary>
    public double? HeldOutLoss { get; init; }
}
