namespace Decentral.Models.Replicas;

/// <summary>The objective of a <see cref="QuadraticReplica"/>; equal on every member of a run.</summary>
public sealed record QuadraticOptions
{
    /// <summary>Tensors "layers.i.weight" and "layers.i.bias" for each, at least 1.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>
    /// A weight is this times 3, a bias this long; at least 1. Odd by default, so that there is padding.
    /// </summary>
    public int Width { get; init; } = 5;

    /// <summary>Standard deviation of what a sample adds to the optimum; at least 0.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Largest curvature over smallest; at least 1.</summary>
    public double Condition { get; init; } = 10;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Layers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegative(Noise);
        ArgumentOutOfRangeException.ThrowIfLessThan(Condition, 1);
    }
}
