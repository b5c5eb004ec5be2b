using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>What becomes of a pipeline that has lost stages.</summary>
/// <param name="Stages">Every lost one, by rising stage.</param>
/// <param name="Rewind">Where training goes on.</param>
/// <param name="Reason">In words; whole sentences.</param>
internal sealed record PipelineRecovery(ImmutableArray<StageRecovery> Stages, Rewind Rewind, string Reason)
{
    /// <summary>Whether training can go on.</summary>
    public bool IsPossible => Stages.All(stage => stage.Rung != RecoveryRung.Nothing);
}
