using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Pipeline.Recovery;
using Decentral.Pipeline.Stages;

namespace Decentral.Benchmarks.Failures;

/// <summary>What CheckFree's ablation puts in the place of a lost stage's parameters (arXiv:2506.15461).</summary>
/// <param name="members">By stage: with no member to spare each comes back to the stage that it had.</param>
/// <param name="create">The model as a run of some seed starts with it.</param>
internal sealed class StageReplacement(WatchedModel[] members, Func<ulong, IStagedModel> create)
{
    private readonly AtomTable _table = new(members[0]);

    /// <summary>Replaces the layers of an inner stage.</summary>
    /// <param name="kind">By what.</param>
    /// <param name="stage">Which.</param>
    /// <param name="seed">Of parameters that are drawn.</param>
    public void Replace(StrategyKind kind, int stage, ulong seed)
    {
        var (before, lost, after) = (AtomsOf(stage - 1), AtomsOf(stage), AtomsOf(stage + 1));
        for (var index = 0; index < lost.Length; index++)
        {
            Write(stage, lost[index], kind switch
            {
                StrategyKind.CheckFree => Averaged(stage, before[index], after[index], SharesOf(stage)),
                StrategyKind.PlainAverage => Averaged(stage, before[index], after[index], NeighbourShares.Equal),
                StrategyKind.CopyPrevious => Parameters(members[stage - 1].Present!, before[index]),
                StrategyKind.Random => Drawn(lost[index], seed),
                StrategyKind.NoFailure or StrategyKind.Probed or StrategyKind.Checkpoint or StrategyKind.Redundant or StrategyKind.Buddy
                    or StrategyKind.BuddyInStep or StrategyKind.CheckFreePlus or _ =>
                    throw new ArgumentOutOfRangeException(nameof(kind), kind, "It replaces nothing."),
            });
        }
    }

    /// <summary>The parameters of a stage's layers, to be put back.</summary>
    public float[][] Read(int stage) => [.. AtomsOf(stage).Select(atom => Parameters(members[stage].Present!, atom))];

    /// <summary>Puts them back.</summary>
    public void Restore(int stage, float[][] values)
    {
        foreach (var (index, atom) in AtomsOf(stage).Index())
        {
            Write(stage, atom, values[index]);
        }
    }

    /// <summary>The layers of a stage.</summary>
    private ModelAtom[] AtomsOf(int stage) =>
    [
        .. members[stage].Present!.Parts.SelectMany(part => ModelAtom.Of(part, _table.Layers)).Where(atom => atom.IsLayer(_table.Layers)),
    ];

    private NeighbourShares SharesOf(int stage) =>
        NeighbourShares.FromNorms(members[stage - 1].Present!.GradientNorm(), members[stage + 1].Present!.GradientNorm());

    private float[] Averaged(int stage, ModelAtom before, ModelAtom after, NeighbourShares shares)
    {
        var values = Parameters(members[stage - 1].Present!, before);
        NeighbourAverage.Compute(values, values, Parameters(members[stage + 1].Present!, after), shares);
        return values;
    }

    private float[] Drawn(ModelAtom atom, ulong seed)
    {
        using var stage = create(seed).CreateStage([atom.AsPart(_table.Layers)]);
        return Parameters(stage, atom);
    }

    private float[] Parameters(IStageReplica stage, ModelAtom atom)
    {
        var fragment = _table.In(stage.Layout, atom);
        var values = new float[fragment.ElementCount];
        stage.Read(ReplicaState.Parameters, fragment, values);
        return values;
    }

    private void Write(int stage, ModelAtom atom, float[] values)
    {
        var state = members[stage].Present!;
        state.Write(ReplicaState.Parameters, _table.In(state.Layout, atom), values);
    }
}
