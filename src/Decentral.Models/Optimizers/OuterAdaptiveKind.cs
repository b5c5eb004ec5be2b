namespace Decentral.Models.Optimizers;

/// <summary>How <see cref="OuterAdaptive"/> follows the squares of the pseudo-gradients.</summary>
public enum OuterAdaptiveKind
{
    /// <summary>v ← β₂ v + (1 - β₂) Δ².</summary>
    Adam,

    /// <summary>v ← v - (1 - β₂) Δ² sign(v - Δ²): never changes by more than the part of a square.</summary>
    Yogi,

    /// <summary>v ← v + Δ².</summary>
    Adagrad,
}
