using System.Collections.Immutable;

namespace Decentral.Pipeline.Wiring;

/// <summary>
/// Moves peers to where the work is (SWARM, arXiv:2301.11913, §3.2): the least loaded peer of the most under-loaded
/// stage goes to the most over-loaded one. Unlike in SWARM, only when the longer queue of the two shrinks enough to pay
/// for the transfer of the state, and not from a stage that would be left with nobody. A stage with nobody is served at
/// once.
/// </summary>
internal static class Rebalance
{
    /// <summary>Decides; at most one peer moves at a time.</summary>
    /// <param name="stages">All of the pipeline, by rising number.</param>
    /// <param name="sinceLastMove">Null where none was made yet.</param>
    /// <param name="options">When it is worth it.</param>
    internal static RebalanceDecision Decide(
        ImmutableArray<StageLoad> stages, TimeSpan? sinceLastMove, RebalanceOptions options)
    {
        var over = stages.MaxBy(stage => stage.PerPeer);
        var under = stages.Where(stage => stage.Peers.Length > 1 && stage != over).MinBy(stage => stage.PerPeer);
        if (over is null || under is null)
        {
            return Stay("No stage can spare a peer: each other than the most loaded has at most one.");
        }

        if (over.Peers.IsEmpty)
        {
            return Move(under, over, $"nobody serves stage {over.Stage}");
        }

        return sinceLastMove < options.Period
            ? Stay($"All stay: the last move was {sinceLastMove.Value.TotalSeconds:0} s ago, less than "
                + $"{options.Period.TotalSeconds:0} s.")
            : Weigh(under, over, options.LeastGain);
    }

    private static RebalanceDecision Weigh(StageLoad under, StageLoad over, double leastGain)
    {
        var before = over.PerPeer;
        var after = Math.Max(over.PerPeerWith(1), under.PerPeerWith(-1));
        var change = $"the longer queue of stages {under.Stage} and {over.Stage} would go from {before:0.##} to "
            + $"{after:0.##} microbatches a peer";
        return after < before && after <= before * (1 - leastGain)
            ? Move(under, over, change)
            : Stay($"All stay: {change}, and a move must save {leastGain:0.##} of it.");
    }

    private static RebalanceDecision Move(StageLoad from, StageLoad to, string why)
    {
        var peer = from.Peers.OrderBy(load => load.Queued).ThenBy(load => load.Peer).First().Peer;
        return new(
            new PeerMove(peer, from.Stage, to.Stage), $"{peer} goes from stage {from.Stage} to {to.Stage}: {why}.");
    }

    private static RebalanceDecision Stay(string reason) => new(null, reason);
}
