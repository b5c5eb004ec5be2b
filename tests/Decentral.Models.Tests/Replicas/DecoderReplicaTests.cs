using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

public sealed class DecoderReplicaTests
{
    private static readonly DecoderOptions Options = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 2,
        Width = 24,
        Heads = 3,
        Context = 8,
        Vocabulary = 37,
    };

    [Fact]
    public void ComputeLogits_LaterTokenChanged_LeavesEarlierLogits()
    {
        using var replica = Create();
        var tokens = Batches.Random(1, 8, 37).Windows.ToArray();
        var before = replica.ComputeLogits(new TokenBatch(tokens, 1));

        tokens[5] = (tokens[5] + 1) % 37;
        var after = replica.ComputeLogits(new TokenBatch(tokens, 1));

        Assert.Equal(before[..(5 * 37)], after[..(5 * 37)]);
        Assert.NotEqual(before[(5 * 37)..(6 * 37)], after[(5 * 37)..(6 * 37)]);
    }

    [Fact]
    public void Evaluate_UntrainedModel_IsAboutTheEntropyOfGuessing()
    {
        using var replica = Create();

        Assert.Equal(Math.Log(37), replica.Evaluate(Batches.Random(4, 8, 37)), 0.1);
    }

    [Theory]
    [InlineData(37)]
    [InlineData(-1)]
    public void ComputeGradient_TokenOutsideTheVocabulary_NamesIt(long token)
    {
        using var replica = Create();

        var batch = new TokenBatch(new[] { 1, 2, token }, 1);

        var error = Assert.Throws<ArgumentException>(() => replica.ComputeGradient(batch));
        Assert.Contains($"Token {token} at position 2", error.Message);
    }

    [Fact]
    public void Evaluate_SequenceLongerThanTheContext_SaysSo()
    {
        using var replica = Create();

        var error = Assert.Throws<ArgumentException>(() => replica.Evaluate(Batches.Random(1, 9, 37)));
        Assert.Contains("9 tokens does not fit the model's context of 8", error.Message);
    }

    [Fact]
    public void TrainStep_ManySteps_LeaveNoTensorBehind()
    {
        using var replica = Create();
        IReplica trained = replica;
        trained.TrainStep(Batches.Random(2, 8, 37), new StepSettings(1e-3));
        using var scope = torch.NewDisposeScope();

        for (var step = 0; step < 10; step++)
        {
            trained.TrainStep(Batches.Random(2, 8, 37), new StepSettings(1e-3, Clip: 1));
            replica.Evaluate(Batches.Random(2, 8, 37));
        }

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void TrainStep_OnFlatTensors_FollowsTheArenas()
    {
        using var host = Create();
        var memory = new DeviceReplicaMemory(host.Layout, new AdamWOptions(), torch.CPU);
        using var device = new DecoderReplica(Options, new DecoderMemory("cpu", memory));
        device.Initialize(seed: 1);

        for (var step = 0; step < 10; step++)
        {
            var batch = Batches.Random(2, 8, 37, (ulong)step);
            var expected = ((IReplica)host).TrainStep(batch, new StepSettings(1e-2, Clip: 1));
            var actual = ((IReplica)device).TrainStep(batch, new StepSettings(1e-2, Clip: 1));
            Assert.Equal(expected.Loss, actual.Loss, 1e-4);
            Assert.Equal(expected.GradientNorm, actual.GradientNorm, 1e-3);
        }
    }

    [Fact]
    public void GetParameters_WhatSetParametersTook_IsTheSame()
    {
        using var replica = Create();
        using var source = new Arena(replica.Layout);
        using var target = new Arena(replica.Layout);
        DecoderParameters.Initialize(Options, source, seed: 99);

        replica.SetParameters(source);
        replica.GetParameters(target);

        Assert.Equal(source.ComputeDigest(), target.ComputeDigest());
        Assert.Equal(source.ComputeDigest(), replica.ComputeDigest(ReplicaState.Parameters));
    }

    private static DecoderReplica Create()
    {
        var replica = new DecoderReplica(Options, new AdamWOptions());
        replica.Initialize(seed: 1);
        return replica;
    }
}
