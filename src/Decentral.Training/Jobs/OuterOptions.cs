using System.Diagnostics;

namespace Decentral.Training.Jobs;

/// <summary>The outer optimizer. Which of its numbers have an effect depends on <see cref="Optimizer"/>.</summary>
public sealed record OuterOptions
{
    /// <summary>The rule.</summary>
    public OuterOptimizerKind Optimizer { get; init; } = OuterOptimizerKind.None;

    /// <summary>η; without effect under <see cref="OuterOptimizerKind.None"/>.</summary>
    public double LearningRate { get; init; } = 1.0;

    /// <summary>μ, 0 to below 1; has an effect with a momentum alone.</summary>
    public double Momentum { get; init; }

    /// <summary>Contributions between two moves of a delayed momentum; null: as many as there are workers.</summary>
    public int? Delay { get; init; }

    /// <summary>
    /// The most that an element of CO2's momentum may be, in inner steps at the full rate; null: as many as a round has, which is how
    /// far a round of Adam can move a parameter.
    /// </summary>
    public double? Clip { get; init; }

    /// <summary>What CO2 divides stale displacements by.</summary>
    public StalenessPenalty Penalty { get; init; }

    /// <summary>Whether the optimizer has a momentum.</summary>
    public bool HasMomentum =>
        Optimizer is OuterOptimizerKind.Nesterov or OuterOptimizerKind.DelayedNesterov or OuterOptimizerKind.Co2;

    /// <summary>
    /// The defaults that belong to an optimizer: SGD with learning rate 1 (which makes it federated averaging),
    /// Nesterov with
    /// 0.7 and 0.9 (arXiv:2311.08105, §3), CO2 with 1 and 0.2, its authors' momentum of a small fleet.
    /// </summary>
    public static OuterOptions For(OuterOptimizerKind optimizer) => optimizer switch
    {
        OuterOptimizerKind.None or OuterOptimizerKind.Sgd => new OuterOptions { Optimizer = optimizer },
        OuterOptimizerKind.Nesterov or OuterOptimizerKind.DelayedNesterov => new OuterOptions { Optimizer = optimizer, LearningRate = 0.7, Momentum = 0.9 },
        OuterOptimizerKind.Co2 => new OuterOptions { Optimizer = optimizer, Momentum = 0.2 },
        _ => throw new UnreachableException(),
    };
}
