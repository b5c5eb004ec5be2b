using System.Collections.Immutable;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Protocol;

/// <summary>All stages have the gradient of a step: make the inner optimizer's.</summary>
/// <param name="Term">The conductor's.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">Which step.</param>
/// <param name="LearningRate">Of the step.</param>
/// <param name="Scale">Multiplies the gradient, so that its norm over all stages is within bounds; 0 where it is not finite, and no step is made.</param>
/// <param name="Protects">What of the state behind the step is copied and given away.</param>
/// <param name="KeepFrom">Copies of the state behind earlier steps than this are of no use any more.</param>
public sealed record ApplyStep(
    Term Term, Epoch Epoch, long Step, double LearningRate, double Scale, Protection Protects, long KeepFrom) : StageOrder(Term, Epoch)
{
    /// <summary>What the run knows of itself behind the step: stages keep it for a conductor that takes the pipeline over.</summary>
    public ImmutableArray<byte> Memo { get; init; } = [];
}
