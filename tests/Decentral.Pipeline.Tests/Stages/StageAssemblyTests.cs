using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Protocol;
using Decentral.Pipeline.Schedules;
using Decentral.Pipeline.Stages;
using Decentral.Pipeline.Tests.Worlds;
using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Tests.Stages;

public sealed class StageAssemblyTests
{
    private const int Layers = 3;
    private static readonly StagedChain Model = new(new ChainOptions { Layers = Layers }, new AdamWOptions(), seed: 3);
    private static readonly AtomTable Table = new(Model);
    private static readonly StateStamp Stamp = new(new Epoch(4), 12);

    private static readonly StageOptions Options = new()
    {
        Member = new MemberId(1),
        Incarnation = new Incarnation(1),
        Model = Model,
        Lane = null!,
        Training = PipelineWorld.Fill,
        Context = 4,
        Conductor = "pipeline-0",
    };

    [Fact]
    public void Build_FromNeighboursOfUnequalWeight_IsTheFormulaWithMomentsThatBeginAnew()
    {
        float[] earlier = [.. Enumerable.Range(0, 8).Select(value => value * 0.3f)];
        float[] later = [.. Enumerable.Range(0, 8).Select(value => 2 - (value * 0.1f))];
        var origin = new AtomOrigin(
            ModelAtom.Layer(1),
            [
                new AtomSource(ActorRef.None, ModelAtom.Layer(0), Stamp, 0.75f),
                new AtomSource(ActorRef.None, ModelAtom.Layer(2), Stamp, 0.25f),
            ]);
        using var formation = new Formation(Order([origin], new LayerRange(1, 2)));
        formation.Add(Come(ModelAtom.Layer(0), earlier, optimizerSteps: 12));
        formation.Add(Come(ModelAtom.Layer(2), later, optimizerSteps: 12));

        using var made = Assemble(formation, before: null).Build();

        using var state = made.Replica.Read([ModelAtom.Layer(1)]);
        var values = Floats(state);
        Assert.Equal(earlier.Zip(later, (first, second) => (first * 0.75f) + (second * 0.25f)), values[..8]);
        Assert.All(values[8..], moment => Assert.Equal(0, moment));
        Assert.Equal(0, made.Replica.OptimizerSteps);
    }

    [Fact]
    public void Build_FromAnotherHolder_IsItsStateWithItsMoments()
    {
        float[] state = [.. Enumerable.Range(0, 24).Select(value => value * 0.5f)];
        var origin = new AtomOrigin(ModelAtom.Layer(1), [new AtomSource(ActorRef.None, ModelAtom.Layer(1), Stamp)]);
        using var formation = new Formation(Order([origin], new LayerRange(1, 2)));
        formation.Add(Come(ModelAtom.Layer(1), state, optimizerSteps: 12));

        using var made = Assemble(formation, before: null).Build();

        using var read = made.Replica.Read([ModelAtom.Layer(1)]);
        Assert.Equal(state, Floats(read));
        Assert.Equal(12, made.Replica.OptimizerSteps);
    }

    [Fact]
    public void Build_OtherLayersThanBefore_KeepsWhatItHadForOthers()
    {
        var before = new StageReplica(Options, Table, [new ModelPart(new LayerRange(1, 2))]);
        before.Write(ModelAtom.Layer(1), Bytes([.. Enumerable.Repeat(0.25f, 24)]));
        var origin = new AtomOrigin(ModelAtom.Layer(2), [new AtomSource(ActorRef.None, ModelAtom.Layer(2), Stamp)]);
        using var formation = new Formation(Order([origin], new LayerRange(2, 3)));
        formation.Add(Come(ModelAtom.Layer(2), new float[24], optimizerSteps: 12));

        using var made = Assemble(formation, before).Build();

        Assert.Equal([ModelAtom.Layer(1)], made.Before!.Id.Atoms);
        Assert.All(Floats(made.Before.State), value => Assert.Equal(0.25f, value));
    }

    [Fact]
    public void Constructor_AnAtomFromNowhere_SaysWhatIsHeld()
    {
        using var formation = new Formation(Order([], new LayerRange(1, 2)));

        var error = Assert.Throws<InvalidOperationException>(() => Assemble(formation, before: null));
        Assert.Contains("step 12 of epoch 4", error.Message);
    }

    private static StageAssembly Assemble(Formation formation, StageReplica? before)
    {
        using var copies = new StateCopies();
        return new StageAssembly(Options, Table, formation, formation.Order.Form.Seats[0].Parts, (Stamp, null), before, copies);
    }

    private static FormStage Order(ImmutableArray<AtomOrigin> origins, LayerRange layers)
    {
        var seat = new StageSeat(Options.Member, Options.Incarnation, ActorRef.None, [new ModelPart(layers)]);
        var form = new PipelineForm(new Epoch(5), [seat], new ScheduleOptions { Stages = 1, Microbatches = 1 }, IsSwapped: false);
        return new FormStage(new Term(1), form, Stamp, origins, Outstanding: null);
    }

    private static Transferred<AtomsHeader> Come(ModelAtom atom, float[] values, long optimizerSteps)
    {
        float[] state = values.Length == 24 ? values : [.. values, .. Enumerable.Repeat(7f, 24 - values.Length)];
        return new Transferred<AtomsHeader>(
            new AtomsHeader(new Epoch(5), Stamp, [atom], optimizerSteps), Payload.CopyOf(Bytes(state)));
    }

    private static byte[] Bytes(float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray();

    private static float[] Floats(Payload payload) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(payload.Bytes.Span).ToArray();
}
