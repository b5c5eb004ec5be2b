using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>The second phase of 1-bit Adam (arXiv:2102.02888), which all workers enter with the same round.</summary>
/// <param name="First">Its first round; the variance stays as the round before left it.</param>
/// <param name="Beta1">β₁, decay of the momentum, in [0, 1).</param>
/// <param name="Beta2">β₂, decay that the variance had: it began at zero, and is made up for that as in Adam.</param>
/// <param name="Epsilon">ε, added to the root of the variance.</param>
/// <param name="WeightDecay">λ, decoupled.</param>
/// <param name="Decays">Which tensors decay.</param>
public sealed record FrozenVariance(Round First, double Beta1, double Beta2, double Epsilon, double WeightDecay, Func<ArenaEntry, bool> Decays)
{
    /// <summary>What to multiply the variance by.</summary>
    public float Correction => OneBitAdam.CorrectionOf(Beta2, First.Value - 1);
}
