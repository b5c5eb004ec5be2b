using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Pipeline.Recovery;
using Decentral.Pipeline.Stages;

namespace Decentral.Benchmarks.Failures;

/// <summary>
/// What CheckFree's ablation puts in the place of a lost stage (arXiv:2506.15461), over what the pipeline has made of it. All else is as
/// the pipeline does it: moments at zero, and a learning rate that rises.
/// </summary>
/// <param name="kind">What is put there; nothing where it is not an ablation.</param>
/// <param name="members">By stage: with no member to spare each comes back to the stage that it had.</param>
/// <param name="create">The model as a run of some seed starts with it.</param>
internal sealed class StageReplacement(StrategyKind kind, WatchedModel[] members, Func<ulong, IStagedModel> create)
{
    private const ulong SeedsApart = 1_000_003;
    private readonly AtomTable _table = new(members[0]);

    /// <summary>Replaces the layers of an inner stage.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="iteration">In which it was lost: parameters that are drawn are others each time.</param>
    public void Replace(int stage, ulong seed, long iteration)
    {
        if (kind is not (StrategyKind.PlainAverage or StrategyKind.CopyPrevious or StrategyKind.Random))
        {
            return;
        }

        var atoms = AtomsOf(stage);
        var (before, after) = (AtomsOf(stage - 1), AtomsOf(stage + 1));
        for (var index = 0; index < atoms.Length; index++)
        {
            var values = kind == StrategyKind.Random
                ? Drawn(atoms[index], seed + ((ulong)(iteration + 1) * SeedsApart))
                : Parameters(members[stage - 1].Present!, before[index]);
            if (kind == StrategyKind.PlainAverage)
            {
                NeighbourAverage.Compute(values, values, Parameters(members[stage + 1].Present!, after[index]), NeighbourShares.Equal);
            }

            var state = members[stage].Present!;
            state.Write(ReplicaState.Parameters, _table.In(state.Layout, atoms[index]), values);
        }
    }

    /// <summary>The layers of a stage.</summary>
    private ModelAtom[] AtomsOf(int stage) =>
    [
        .. members[stage].Present!.Parts.SelectMany(part => ModelAtom.Of(part, _table.Layers)).Where(atom => atom.IsLayer(_table.Layers)),
    ];

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
}
