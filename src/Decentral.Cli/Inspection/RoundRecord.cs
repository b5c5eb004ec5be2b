using System.Collections.Immutable;

namespace Decentral.Cli.Inspection;

/// <summary>A committed round.</summary>
/// <param name="Round">Which.</param>
/// <param name="Elapsed">When it was committed, since the run was made.</param>
/// <param name="Took">Time since it was opened, that between two starts not counted.</param>
/// <param name="Workers">Workers that contributed.</param>
/// <param name="Tokens">Training tokens.</param>
/// <param name="TrainLoss">Mean training loss in nats a token.</param>
/// <param name="Bytes">Bytes sent for it, headers included.</param>
internal sealed record RoundRecord(
    long Round, TimeSpan Elapsed, TimeSpan Took, int Workers, long Tokens, double TrainLoss, long Bytes)
{
    /// <summary>Inner steps that changed nothing, as their gradients were not finite.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>What each gave to it.</summary>
    public ImmutableArray<MemberShare> Shares { get; init; } = [];

    /// <summary>Held-out loss of the version it led to; null when that was not measured.</summary>
    public double? EvalLoss { get; init; }
}
