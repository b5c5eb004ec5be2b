using System.Diagnostics;

namespace Decentral.Training.Jobs;

/// <summary>The outer optimizer. Which of its numbers have an effect depends on <see cref="Optimizer"/>.</summary>
public sealed record OuterOptions
{
    /// <summary>The rule.</summary>
    public OuterOptimizerKind Optimizer { get; init; } = OuterOptimizerKind.None;

    /// <summary>η; without effect under <see cref="OuterOptimizerKind.None"/>.</summary>
    public double LearningRate { get; init; } = 1.0;

    /// <summary>μ, 0 to below 1; has an effect under <see cref="OuterOptimizerKind.Nesterov"/> alone.</summary>
    public double Momentum { get; init; }

    /// <summary>
    /// The defaults that belong to an optimizer: SGD with learning rate 1 (which makes it federated averaging),
    /// Nesterov with
    /// 0.7 and 0.9 (arXiv:2311.08105, §3).
    /// </summary>
    public static OuterOptions For(OuterOptimizerKind optimizer) => optimizer switch
    {
        OuterOptimizerKind.None or OuterOptimizerKind.Sgd => new OuterOptions { Optimizer = optimizer },
        OuterOptimizerKind.Nesterov => new OuterOptions { Optimizer = optimizer, LearningRate = 0.7, Momentum = 0.9 },
        _ => throw new UnreachableException(),
    };
}
