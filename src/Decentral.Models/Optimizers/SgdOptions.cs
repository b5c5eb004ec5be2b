using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>Settings of <see cref="Sgd"/>; by default it keeps nothing, as FedAvg's clients.</summary>
public sealed record SgdOptions : InnerOptimizerOptions
{
    /// <summary>μ, in [0, 1); 0 keeps no momentum.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether a step looks ahead: along g + μ u in place of u. Needs a momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>
    /// Decoupled: a step multiplies the decayed parameters by 1 - learning rate · this, and the momentum sees nothing
    /// of it, unlike in PyTorch's SGD. At least 0.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>Which tensors decay; by default those of two and more dimensions.</summary>
    public Func<ArenaEntry, bool> Decays { get; init; } = entry => entry.Shape.Length >= 2;

    /// <inheritdoc/>
    public override InnerOptimizer Create(ArenaLayout layout) => new Sgd(layout, this);

    internal override DeviceOptimizer CreateOn(torch.Device device, ArenaLayout layout) =>
        new DeviceSgd(device, layout, this);

    internal void Validate()
    {
        RequireDecayRate(nameof(Sgd), Momentum, nameof(Momentum));
        RequireNotNegative(nameof(Sgd), WeightDecay, nameof(WeightDecay));
        if (Nesterov && Momentum == 0)
        {
            throw new ArgumentException("Sgd's Nesterov has no effect without a Momentum; set one or leave it out.");
        }
    }
}
