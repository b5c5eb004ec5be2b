using System.Collections.Immutable;
using Decentral.Pipeline.Planning;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Plans;

/// <summary>What a person wants planned.</summary>
internal sealed record PlanRequest
{
    /// <summary>Machines that stages may be on.</summary>
    public required ImmutableArray<PipelineMember> Members { get; init; }

    /// <summary>Stages; null for as many as make a step the shortest.</summary>
    public required int? Stages { get; init; }

    /// <summary>Microbatches of a step; null for one of each sequence.</summary>
    public required int? Microbatches { get; init; }

    /// <summary>The order of passes.</summary>
    public required PipelineScheduleKind Schedule { get; init; }

    /// <summary>Chunks of each stage.</summary>
    public required int Chunks { get; init; }

    /// <summary>What a member of speed 1 does.</summary>
    public required double OperationsPerSecond { get; init; }
}
