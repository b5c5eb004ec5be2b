using Decentral.Training.Coordination;
using Decentral.Training.Protocol;

namespace Decentral.Training.Monitoring;

/// <summary>Where a run stands, as far as a person wants to know: of the coordinator's state what a monitor is told.</summary>
/// <param name="Phase">What the coordinator is about.</param>
/// <param name="Committed">The last committed round.</param>
/// <param name="Members">Workers in the run.</param>
/// <param name="Totals">Tokens and bytes so far.</param>
public sealed record RunStanding(CoordinatorPhase Phase, Round Committed, int Members, RunTotals Totals)
{
    /// <summary>The part of a coordinator's state that a monitor is told.</summary>
    public static RunStanding Of(CoordinatorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new RunStanding(state.Phase, state.Committed, state.Members.Count, state.Totals);
    }
}
