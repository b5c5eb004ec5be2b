using System.Collections.Immutable;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Where the state of a pipeline comes from after a loss: the newest state of which somebody has every atom, exactly; else the newest one
/// with what is missing made from the layers beside it; and a run that has only just begun begins again. All begin with one state, so that
/// those that are ahead of it go back.
/// </summary>
internal static class RecoveryPlanner
{
    /// <summary>Decides.</summary>
    public static RecoveryPlan Decide(RecoverySituation situation)
    {
        var stamps = situation.Holdings.Select(holding => holding.Stamp).Append(situation.Current)
            .Where(stamp => stamp.Step <= situation.Current.Step).Distinct().OrderByDescending(stamp => stamp.Step).ToArray();
        RecoveryPlan[] plans =
        [
            .. stamps.Select(stamp => Exactly(situation, stamp, mayBegin: stamp == situation.Current)),
            .. stamps.Select(stamp => FromNeighbours(situation, stamp)),
            .. situation.MayBeginAgain ? [Exactly(situation, default, mayBegin: true)] : Array.Empty<RecoveryPlan>(),
        ];
        return plans.FirstOrDefault(plan => plan.IsPossible) ?? plans[stamps.Length];
    }

    private static RecoveryPlan Exactly(RecoverySituation situation, StateStamp stamp, bool mayBegin)
    {
        var atoms = ModelAtom.All(situation.Layers).Select(atom => Find(situation, stamp, atom)
            ?? (mayBegin && stamp == default ? new AtomRecovery(atom, RecoveryRung.Replica, []) : null)).ToArray();
        if (atoms.Contains(null))
        {
            return new RecoveryPlan(stamp, [], $"The state behind {stamp} is not to be had whole.");
        }

        var undone = situation.Current.Step - stamp.Step;
        return new RecoveryPlan(
            stamp,
            [.. atoms.Select(atom => atom!)],
            undone == 0 ? $"All goes on behind {stamp}." : $"All goes back {undone} steps, to {stamp}, of which there are copies.");
    }

    private static AtomRecovery? Find(RecoverySituation situation, StateStamp stamp, ModelAtom atom)
    {
        var holders = HoldersOf(situation, stamp, atom);
        return holders.IsEmpty
            ? null
            : new AtomRecovery(
                atom, holders[0].IsCopy ? RecoveryRung.BuddyCopy : RecoveryRung.Replica, [new AtomHolders(atom, [.. holders.Select(holder => holder.Member)], stamp)]);
    }

    /// <summary>Those who train it before those who have a copy of it.</summary>
    private static ImmutableArray<Holding> HoldersOf(RecoverySituation situation, StateStamp stamp, ModelAtom atom) =>
    [
        .. situation.Holdings.Where(holding => holding.Stamp == stamp && holding.Atoms.Contains(atom))
            .OrderBy(holding => holding.IsCopy).ThenBy(holding => holding.Member),
    ];

    private static RecoveryPlan FromNeighbours(RecoverySituation situation, StateStamp stamp)
    {
        var lost = LostStages(situation, stamp);
        var layers = situation.Stages.Select(stage => stage.Count).ToImmutableArray();
        var plans = lost.Select(stage => (Stage: stage, Plan: NeighbourRule.Decide(layers, lost, stage, situation.Neighbours))).ToArray();
        var objection = plans.FirstOrDefault(plan => !plan.Plan.IsPossible).Plan?.Reason ?? EndThatIsGone(situation, stamp);
        if (objection is not null)
        {
            return new RecoveryPlan(stamp, [], $"Nobody has the state behind {stamp} of all layers. {objection}");
        }

        var made = plans.SelectMany(plan => plan.Plan.Layers).ToDictionary(sources => ModelAtom.Layer(sources.Layer));
        var atoms = ModelAtom.All(situation.Layers).Select(atom => Find(situation, stamp, atom)
            ?? (made.TryGetValue(atom, out var sources) ? Average(situation, stamp, atom, sources) : EndOfBefore(situation, stamp, atom))).ToArray();
        return atoms.Contains(null)
            ? new RecoveryPlan(stamp, [], $"Nobody has the state behind {stamp} of all layers, and it is not known which stages there were.")
            : new RecoveryPlan(stamp, [.. atoms.Select(atom => atom!)], string.Join(' ', plans.Select(plan => plan.Plan.Reason)));
    }

    private static ImmutableSortedSet<int> LostStages(RecoverySituation situation, StateStamp stamp) =>
    [
        .. Enumerable.Range(0, situation.Stages.Length).Where(stage => Enumerable
            .Range(situation.Stages[stage].First, situation.Stages[stage].Count)
            .Any(layer => Find(situation, stamp, ModelAtom.Layer(layer)) is null)),
    ];

    private static string? EndThatIsGone(RecoverySituation situation, StateStamp stamp)
    {
        bool IsGone(ModelAtom atom) => Find(situation, stamp, atom) is null && EndOfBefore(situation, stamp, atom) is null;

        return IsGone(ModelAtom.Embedding) ? "The embedding is lost, and nobody keeps a copy of it."
            : IsGone(ModelAtom.Head(situation.Layers)) ? "The head is lost, and nobody keeps a copy of it."
            : null;
    }

    /// <summary>
    /// Embedding and head are copied after every step; a loss between a step and its copy leaves that of the step before, which is as near as
    /// anything that is made from neighbours.
    /// </summary>
    private static AtomRecovery? EndOfBefore(RecoverySituation situation, StateStamp stamp, ModelAtom atom)
    {
        var newest = atom.IsLayer(situation.Layers) ? null : situation.Holdings
            .Where(holding => holding.IsCopy && holding.Atoms.Contains(atom) && holding.Stamp.Step < stamp.Step)
            .OrderByDescending(holding => holding.Stamp.Step).ThenBy(holding => holding.Member).FirstOrDefault();
        return newest is null
            ? null
            : new AtomRecovery(atom, RecoveryRung.Neighbours, [new AtomHolders(atom, [newest.Member], newest.Stamp)]);
    }

    private static AtomRecovery Average(RecoverySituation situation, StateStamp stamp, ModelAtom atom, LayerSources sources)
    {
        var shares = sources is { Earlier: { } earlier, Later: { } later }
            ? NeighbourShares.FromNorms(NormOf(situation, earlier), NormOf(situation, later), situation.NormPower)
            : new NeighbourShares(1, 1);
        (int? Layer, float Share)[] made = [(sources.Earlier, shares.Earlier), (sources.Later, shares.Later)];
        return new AtomRecovery(
            atom,
            RecoveryRung.Neighbours,
            [
                .. made.Where(source => source.Layer is not null).Select(source => new AtomHolders(
                    ModelAtom.Layer(source.Layer!.Value),
                    Find(situation, stamp, ModelAtom.Layer(source.Layer.Value))!.Sources[0].Members,
                    stamp,
                    source.Share)),
            ]);
    }

    private static double NormOf(RecoverySituation situation, int layer)
    {
        var stage = situation.Stages.TakeWhile(range => !range.Contains(layer)).Count();
        return situation.GradientNorms[stage];
    }
}
