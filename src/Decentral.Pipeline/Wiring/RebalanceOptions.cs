namespace Decentral.Pipeline.Wiring;

/// <summary>When a peer changes its stage.</summary>
internal sealed record RebalanceOptions
{
    /// <summary>
    /// The least time between two moves. SWARM's 300 s reach 95.8 % of the optimum, 60 s slightly more at more traffic.
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The share by which the longer of the two stages' queues must shrink; 0 to 1.</summary>
    public double LeastGain { get; init; } = 0.1;
}
