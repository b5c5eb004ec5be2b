using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// AdamW with decoupled weight decay over an arena: both moments, the decay and the clip in one pass over memory. The
/// moments and <see cref="Steps"/> are its whole state.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly AdamWOptions _options;
    private readonly bool[] _decays;
    private long _steps;

    /// <summary>An optimizer that has made no step.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public AdamW(ArenaLayout layout, AdamWOptions options)
    {
        options.Validate();
        _options = options;
        _decays = [.. layout.Entries.Select(options.Decays)];
        FirstMoment = new Arena(layout);
        SecondMoment = new Arena(layout);
    }

    /// <summary>Running mean of gradients, before bias correction; owned by the optimizer.</summary>
    public Arena FirstMoment { get; }

    /// <summary>Running mean of squared gradients, before bias correction; owned by the optimizer.</summary>
    public Arena SecondMoment { get; }

    /// <summary>Steps made; settable, so that saved or received moments go on where they stopped.</summary>
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
        FirstMoment.RequireSameLayout(parameters.Layout);
        FirstMoment.RequireSameLayout(gradients.Layout);
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        _steps++;
        var decayed = AdamWCoefficients.For(_options, _steps, learningRate, gradientScale);
        var undecayed = decayed with { KeptPart = 1 };
        for (var index = 0; index < _decays.Length; index++)
        {
            foreach (var chunk in parameters.Layout.Entries[index].Range.Chunks())
            {
                AdamWKernel.Update(
                    parameters.Span(chunk),
                    gradients.Span(chunk),
                    FirstMoment.Span(chunk),
                    SecondMoment.Span(chunk),
                    _decays[index] ? decayed : undecayed);
            }
        }
    }

    /// <summary>Frees the moments.</summary>
    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
