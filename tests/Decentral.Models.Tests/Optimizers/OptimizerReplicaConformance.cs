using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Tests.Replicas;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>What training expects of a decoder's replica, with another inner optimizer than AdamW.</summary>
public abstract class OptimizerReplicaConformance : DecoderReplicaConformance
{
    protected override DecoderOptions Options => new()
    {
        Family = DecoderFamily.Llama,
        Layers = 1,
        Width = 20,
        Heads = 2,
        KeyValueHeads = 1,
        Context = 8,
        Vocabulary = Vocabulary,
        FeedForward = 30,
        TiedHead = false,
    };

    protected abstract InnerOptimizerOptions Optimizer { get; }

    [Fact]
    public void TrainStep_OnFlatTensors_FollowsTheArenas()
    {
        using var host = (DecoderReplica)Create();
        using var device = OnFlatTensors();
        device.Initialize(seed: 3);

        for (var step = 0; step < 5; step++)
        {
            var expected = ((IReplica)host).TrainStep(Batch((ulong)step), new StepSettings(1e-2, Clip: 1));
            var actual = ((IReplica)device).TrainStep(Batch((ulong)step), new StepSettings(1e-2, Clip: 1));
            Assert.Equal(expected.Loss, actual.Loss, 1e-4);
            Assert.Equal(expected.GradientNorm, actual.GradientNorm, 1e-3);
        }

        Assert.All(Enum.GetValues<ReplicaState>(), state => AssertClose(host, device, state));
    }

    [Fact]
    public void Read_OnlyWhatIsKept_RestoresTheReplica()
    {
        using var original = Create();
        using var copy = Create();
        original.TrainStep(Batch(1), new StepSettings(1e-2));

        foreach (var state in Enum.GetValues<ReplicaState>())
        {
            var kept = new float[original.Kept(state).ElementCount];
            original.Read(state, original.Kept(state), kept);
            copy.Write(state, copy.Kept(state), kept);
        }

        copy.OptimizerSteps = original.OptimizerSteps;
        original.TrainStep(Batch(2), new StepSettings(1e-2));
        copy.TrainStep(Batch(2), new StepSettings(1e-2));

        Assert.All(Enum.GetValues<ReplicaState>(), state =>
            Assert.Equal(original.ComputeDigest(state), copy.ComputeDigest(state)));
    }

    protected override DecoderReplica CreateReplica(DecoderOptions options, AdamWOptions optimizer) =>
        new(options, Optimizer);

    protected DecoderReplica OnFlatTensors() =>
        new(Options, new DecoderMemory("cpu", new DeviceReplicaMemory(DecoderParameters.LayOut(Options), Optimizer, torch.CPU)));

    private static void AssertClose(IReplica first, IReplica second, ReplicaState state)
    {
        var whole = FragmentPartition.Whole(first.Layout);
        var (expected, actual) = (new float[whole.ElementCount], new float[whole.ElementCount]);
        first.Read(state, whole, expected);
        second.Read(state, whole, actual);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.Equal(first.Kept(state).Ranges, second.Kept(state).Ranges);
    }
}
