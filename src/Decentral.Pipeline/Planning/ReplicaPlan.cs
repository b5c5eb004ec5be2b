using System.Collections.Immutable;

namespace Decentral.Pipeline.Planning;

/// <summary>Stages and their replicas.</summary>
/// <param name="Plan">The layers of each stage, whose member stands for all its replicas.</param>
/// <param name="Stages">By stage, in the order of the model, and by replica.</param>
/// <param name="ReductionSeconds">Of the slowest stage's reduction over its replicas.</param>
/// <param name="MicrobatchesPerSecond">Of all replicas, with the share of the reduction that falls on a step.</param>
public sealed record ReplicaPlan(
    StagePlan Plan, ImmutableArray<ImmutableArray<PipelineMember>> Stages, double ReductionSeconds, double MicrobatchesPerSecond)
{
    /// <summary>Replicas of each stage.</summary>
    public int Replicas => Stages[0].Length;
}
