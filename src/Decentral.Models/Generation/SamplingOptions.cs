namespace Decentral.Models.Generation;

/// <summary>How the next token is chosen from what the model expects.</summary>
public sealed record SamplingOptions
{
    /// <summary>Divides the logits; 0 takes the likeliest token.</summary>
    public double Temperature { get; init; } = 0.8;

    /// <summary>Only this many of the likeliest tokens are considered; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Keys the draws: equal seeds continue an equal text in the same way.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Temperature);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Temperature, double.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(TopK);
    }
}
