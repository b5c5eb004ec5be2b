using System.Collections.Immutable;

namespace Decentral.Models.Optimizers;

/// <summary>
/// An outer rule that needs nothing but a momentum. Replicated on every member and computed on the CPU, so an
/// implementation repeats bit for bit on every machine: elementwise, in single precision, in a fixed order of
/// operations, which IEEE 754 defines exactly and the .NET runtime never fuses or widens on its own.
/// </summary>
public interface IOuterOptimizer : IOuterRule
{
    /// <summary>Whether <see cref="Step"/> keeps a momentum of one value a parameter.</summary>
    bool HasMomentum { get; }

    /// <inheritdoc/>
    ImmutableArray<string> IOuterRule.StateNames => HasMomentum ? ["Momentum"] : [];

    /// <summary>Moves the parameters.</summary>
    /// <param name="parameters">The shared parameters of a fragment, replaced.</param>
    /// <param name="pseudoGradient">Parameters before minus after the inner steps, aggregated; as long as the
    /// parameters.</param>
    /// <param name="momentum">
    /// State that starts at zero and is replaced; as long as the parameters, or empty where <see cref="HasMomentum"/>
    /// is false.
    /// </param>
    void Step(Span<float> parameters, ReadOnlySpan<float> pseudoGradient, Span<float> momentum);

    /// <inheritdoc/>
    void IOuterRule.Initialize(ReadOnlySpan<Memory<float>> states) => OuterSpans.Clear(states, StateNames);

    /// <inheritdoc/>
    void IOuterRule.Step(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        ReadOnlySpan<Memory<float>> states,
        in OuterRound round)
    {
        OuterSpans.RequireStates(parameters, states, StateNames);
        Step(parameters, pseudoGradient, HasMomentum ? states[0].Span : []);
    }
}
