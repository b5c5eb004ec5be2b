using Decentral.Codecs;
using Decentral.Codecs.Blocks;
using Decentral.Codecs.HalfPrecision;
using Decentral.Models.Data;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Stages;
using Decentral.Pipeline.Tests.Worlds;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Conducting;

/// <summary>A decoder in stages trains as the same decoder in one piece.</summary>
public sealed class DecoderPipelineTests
{
    private const int Layers = 6;
    private const int MostMicrobatches = 16;

    private static readonly AdamWOptions Optimizer = new();

    private static readonly PipelineWorld World = new()
    {
        Steps = 2,
        Context = 6,
        SamplesPerMicrobatch = 1,
        Clip = 0.5,
        OtherModel = () => new StagedDecoder(Options(isTied: false), Optimizer, seed: 7),
    };

    public static TheoryData<PipelineScheduleKind, int, int> Cuts()
    {
        var cuts = new TheoryData<PipelineScheduleKind, int, int>();
        for (var stages = 1; stages <= Layers; stages++)
        {
            cuts.Add(PipelineScheduleKind.Gpipe, stages, 1);
            cuts.Add(PipelineScheduleKind.OneForwardOneBackward, stages, 1);
            for (var chunks = 2; stages * chunks <= Layers; chunks++)
            {
                cuts.Add(PipelineScheduleKind.Interleaved, stages, chunks);
            }
        }

        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Run_AnyScheduleStagesAndMicrobatches_IsTheRunOfTheWholeModel(PipelineScheduleKind schedule, int stages, int chunks)
    {
        foreach (var microbatches in Enumerable.Range(1, MostMicrobatches))
        {
            if (schedule == PipelineScheduleKind.Interleaved && microbatches % stages != 0)
            {
                continue;
            }

            var world = World with { Stages = stages, Members = stages, Schedule = schedule, Chunks = chunks, Microbatches = microbatches };
            var expected = TrainWhole(world, Options(isTied: false));

            var found = new SimulatedPipeline(world).Run();

            AssertClose(expected, found, 1e-5);
        }
    }

    [Theory]
    [InlineData(DecoderFamily.Gpt)]
    [InlineData(DecoderFamily.Llama)]
    public void Run_TiedEmbeddingAtBothEnds_IsTheRunOfTheWholeModel(DecoderFamily family)
    {
        var options = Options(isTied: true) with { Family = family };
        var world = World with
        {
            Stages = 3,
            Steps = 6,
            OtherModel = () => new StagedDecoder(options, Optimizer, seed: 7),
        };

        AssertClose(TrainWhole(world, options), new SimulatedPipeline(world).Run(), 1e-5);
    }

    [Fact]
    public void Run_TiedEmbeddingWithAMemberLost_IsTheRunOfTheWholeModel()
    {
        var options = Options(isTied: true);
        var world = World with
        {
            Stages = 3,
            Steps = 6,
            OtherModel = () => new StagedDecoder(options, Optimizer, seed: 7),
        };
        var expected = TrainWhole(world, options);
        foreach (var member in Enumerable.Range(0, 3))
        {
            foreach (var atEvent in new[] { 120, 200, 260, 330 })
            {
                var found = new SimulatedPipeline(world with { Faults = LossTests.Crash(atEvent, member) }).Run();

                AssertClose(expected, found, 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("bf16", 0.01)]
    [InlineData("int8", 0.01)]
    public void Run_ActivationsInFewerBits_StaysNearTheRunOfTheWholeModel(string codec, double tolerance)
    {
        ITensorCodec activations = codec == "bf16" ? new Bf16Codec() : new Int8BlockCodec();
        var world = World with { Stages = 3, Steps = 8, LearningRate = 0.003, Activations = activations };
        var expected = TrainWhole(world, Options(isTied: false));

        var found = new SimulatedPipeline(world).Run();

        AssertClose(expected, found, tolerance);
        Assert.NotEqual(expected[1], found.Steps[1].Loss, 1e-7);
    }

    private static DecoderOptions Options(bool isTied) => new()
    {
        Family = DecoderFamily.Gpt,
        Layers = Layers,
        Width = 8,
        Heads = 2,
        Context = 6,
        Vocabulary = 16,
        TiedHead = isTied,
    };

    private static void AssertClose(double[] expected, SimulatedPipeline found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Steps.Count);
        Assert.All(expected.Zip(found.Steps), pair => Assert.Equal(pair.First, pair.Second.Loss, tolerance));
    }

    private static double[] TrainWhole(PipelineWorld world, DecoderOptions options)
    {
        using var replica = new DecoderReplica(options, Optimizer);
        replica.Initialize(seed: 7);
        return
        [
            .. Enumerable.Range(1, (int)world.Steps).Select(step =>
            {
                var work = world.WorkOf(step)!;
                var samples = new SampleRange(work.Microbatches[0].First, work.Microbatches.Sum(range => range.Count));
                var windows = new long[samples.Count * (world.Context + 1)];
                PipelineWorld.Fill(samples, windows);
                return ((IReplica)replica).TrainStep(
                    new TokenBatch(windows, (int)samples.Count), new StepSettings(work.LearningRate, world.Clip)).Loss;
            }),
        ];
    }
}
