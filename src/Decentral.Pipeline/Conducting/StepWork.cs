using System.Collections.Immutable;
using Decentral.Models.Data;

namespace Decentral.Pipeline.Conducting;

/// <summary>What a step is made of.</summary>
/// <param name="Microbatches">The samples of each, all equally many.</param>
/// <param name="LearningRate">Of the step.</param>
public sealed record StepWork(ImmutableArray<SampleRange> Microbatches, double LearningRate)
{
    /// <summary>Whether the state behind the step is kept before anything follows, whenever the last copy was made.</summary>
    public bool IsKept { get; init; }

    /// <summary>What the run will know of itself behind the step, for a conductor that takes the pipeline over.</summary>
    public Func<StepMade, ImmutableArray<byte>>? Memo { get; init; }
}
