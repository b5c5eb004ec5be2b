namespace Decentral.Pipeline.Planning;

/// <summary>What the replicas of a stage do with each other.</summary>
public sealed record ReplicaOptions
{
    /// <summary>Share of a layer's state that replicas reduce: its parameters, of which AdamW's state has four times as much.</summary>
    public double Shared { get; init; } = 0.25;

    /// <summary>Steps from one reduction to the next.</summary>
    public int StepsPerRound { get; init; } = 1;
}
