using System.Collections.Immutable;

namespace Decentral.Models.Optimizers;

/// <summary>
/// How the shared parameters of a fragment move by what a round published. Every member replays it from the published
/// aggregates alone, so an implementation repeats bit for bit on every machine: in single precision, element by element
/// in a fixed order of operations, and with sums, where it needs one, in a fixed order too. All it remembers is in its
/// states, which the caller keeps, saves and hands to a member that joins.
/// </summary>
public interface IOuterOptimizer
{
    /// <summary>Its states by name, in the order in which they are passed; each is as long as the parameters.</summary>
    ImmutableArray<string> StateNames { get; }

    /// <summary>Writes the states that a run starts with.</summary>
    /// <param name="states">One for each of <see cref="StateNames"/>.</param>
    void Initialize(ReadOnlySpan<Memory<float>> states);

    /// <summary>Moves the parameters.</summary>
    /// <param name="parameters">The shared parameters of a fragment, replaced.</param>
    /// <param name="pseudoGradient">
    /// Parameters before minus after the inner steps, aggregated; as long as the parameters, unless the rule says
    /// otherwise.
    /// </param>
    /// <param name="states">One for each of <see cref="StateNames"/>, replaced.</param>
    /// <param name="round">The step's number and what goes with it.</param>
    /// <exception cref="ArgumentException">Lengths or the number of states do not fit; nothing was changed.</exception>
    void Step(
        Span<float> parameters,
        ReadOnlySpan<float> pseudoGradient,
        ReadOnlySpan<Memory<float>> states,
        in OuterRound round);
}
