using System.Collections.Immutable;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// A local update of one worker's parameters, over arenas. <see cref="States"/> and <see cref="Steps"/> are its whole
/// state.
/// </summary>
public abstract class InnerOptimizer : IDisposable
{
    private protected const string FirstMomentName = "FirstMoment";
    private protected const string SecondMomentName = "SecondMoment";

    private readonly ArenaLayout _layout;
    private long _steps;

    private protected InnerOptimizer(ArenaLayout layout) => _layout = layout;

    /// <summary>
    /// What it keeps between steps, by name, owned by the optimizer. Every optimizer has a state named
    /// <c>FirstMoment</c> and one named <c>SecondMoment</c>, which may be kept for some tensors only.
    /// </summary>
    public abstract ImmutableArray<OptimizerState> States { get; }

    /// <summary>Steps made; settable, so that saved or received state goes on where it stopped.</summary>
    public long Steps
    {
        get => _steps;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _steps = value;
        }
    }

    /// <summary>Moves the parameters against the gradient.</summary>
    /// <param name="parameters">Replaced, all but padding.</param>
    /// <param name="gradients">Read only.</param>
    /// <param name="learningRate">Of this step, at least 0.</param>
    /// <param name="gradientScale">Multiplies the gradient: the coefficient of <see cref="GradientClipping"/>.</param>
    public void Step(Arena parameters, Arena gradients, double learningRate, double gradientScale = 1)
    {
        parameters.RequireSameLayout(_layout, nameof(parameters));
        gradients.RequireSameLayout(_layout, nameof(gradients));
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        _steps++;
        Update(parameters, gradients, learningRate, gradientScale);
    }

    /// <summary>Frees the states.</summary>
    public void Dispose()
    {
        foreach (var state in States)
        {
            state.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The step, whose number is <see cref="Steps"/>, from 1.</summary>
    private protected abstract void Update(
        Arena parameters, Arena gradients, double learningRate, double gradientScale);
}
