using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Recovery;

namespace Decentral.Pipeline.Conducting;

/// <summary>What each seat of a form is to get from whom.</summary>
internal static class FormOrders
{
    /// <summary>Where the atoms of a seat come from that its member does not hold.</summary>
    /// <param name="seat">Of the form.</param>
    /// <param name="layers">Of the model.</param>
    /// <param name="plan">Where everything is to be had.</param>
    /// <param name="find">The actor of a member that is there.</param>
    public static ImmutableArray<AtomOrigin> OriginsOf(
        StageSeat seat, int layers, RecoveryPlan plan, Func<MemberId, ActorRef> find) =>
    [
        .. PipelineForm.AtomsOf(seat, layers).Select(atom => plan.Atoms[atom.Index])
            .Where(recovery => !IsHeldBy(seat.Member, recovery, plan.Stamp))
            .Select(recovery => new AtomOrigin(
                recovery.Atom, [.. recovery.Sources.Select(source => SourceOf(seat.Member, source, find))])),
    ];

    private static bool IsHeldBy(MemberId member, AtomRecovery recovery, StateStamp stamp) =>
        recovery.Sources is [var only] && only.Atom == recovery.Atom && only.Stamp == stamp && only.Members.Contains(member);

    private static AtomSource SourceOf(MemberId member, AtomHolders holders, Func<MemberId, ActorRef> find) => new(
        find(holders.Members.Contains(member) ? member : holders.Members[0]), holders.Atom, holders.Stamp, holders.Weight);
}
