using Decentral.Models.Arenas;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

public sealed class QuadraticReplicaTests : ReplicaConformance
{
    protected override int Vocabulary => 256;

    protected override IReplica Create() => new QuadraticReplica(new QuadraticOptions(), new AdamWOptions(), seed: 7);

    [Fact]
    public void ComputeGradient_EqualSequences_GiveTheGradientOfOneExactly()
    {
        using var replica = Create();
        var one = Batch(1).Slice(0, 1);
        long[] window = [.. one.Window(0)];
        var four = new TokenBatch(new long[][] { window, window, window, window }.SelectMany(row => row).ToArray(), 4);

        replica.ComputeGradient(one);
        var ofOne = replica.ComputeDigest(ReplicaState.Gradient);
        replica.ComputeGradient(four);

        Assert.Equal(ofOne, replica.ComputeDigest(ReplicaState.Gradient));
    }

    [Fact]
    public void TrainStep_WithoutNoise_FindsTheOptimum()
    {
        var optimizer = new AdamWOptions { WeightDecay = 0 };
        using var replica = new QuadraticReplica(new QuadraticOptions { Noise = 0 }, optimizer, seed: 7);
        IReplica trained = replica;

        for (var step = 0; step < 1000; step++)
        {
            trained.TrainStep(Batch((ulong)step), new StepSettings(0.02 * (1 - (step / 1000.0))));
        }

        Assert.InRange(replica.Evaluate(Batch(1)), 0, 1e-5);
    }

    [Fact]
    public void Constructor_OtherSeed_StartsElsewhere()
    {
        using var first = Create();
        using var second = new QuadraticReplica(new QuadraticOptions(), new AdamWOptions(), seed: 8);

        Assert.NotEqual(first.ComputeDigest(ReplicaState.Parameters), second.ComputeDigest(ReplicaState.Parameters));
    }

    [Fact]
    public void Layout_Default_HasPaddingAndAFragmentForEachLayer()
    {
        using var replica = Create();

        Assert.NotEqual(replica.Layout.Length, replica.Layout.ElementCount);
        Assert.Equal(4, FragmentPartition.ByLayer(replica.Layout, 4).Length);
    }

    [Fact]
    public void TrainStep_Recorded_RepeatsBitForBitOnEveryMachine()
    {
        using var replica = Create();

        for (var step = 0; step < 10; step++)
        {
            replica.TrainStep(Batch((ulong)step), new StepSettings(1e-2, Clip: 1));
        }

        Assert.Equal("3e47f70f75e5b156", replica.ComputeDigest(ReplicaState.Parameters).ToString()[..16]);
    }

    [Fact]
    public void Constructor_OptionOutOfRange_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new QuadraticReplica(new QuadraticOptions { Layers = 0 }, new AdamWOptions(), 1));
}
