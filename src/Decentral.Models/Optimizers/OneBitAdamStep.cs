namespace Decentral.Models.Optimizers;

/// <summary>Rates of one step of <see cref="OneBitAdam"/>.</summary>
/// <param name="LearningRate">η, at least 0.</param>
/// <param name="Epsilon">ε, added to the root of the variance; above 0.</param>
/// <param name="WeightDecay">λ, decoupled; at least 0, and 0 for tensors that do not decay.</param>
public readonly record struct OneBitAdamStep(double LearningRate, double Epsilon = 1e-8, double WeightDecay = 0)
{
    internal float KeptPart => (float)(1 - (LearningRate * WeightDecay));

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(LearningRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(WeightDecay);
    }
}
