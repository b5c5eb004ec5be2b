using Decentral.Codecs;
using Decentral.Models.Data;
using Decentral.Models.Optimizers;
using Decentral.Models.Stages;
using Decentral.Pipeline.Conducting;
using Decentral.Simulation.Compute;
using Decentral.Simulation.Faults;
using Decentral.Training.Jobs;

namespace Decentral.Pipeline.Tests.Worlds;

/// <summary>A pipeline, the machines it runs on, and what goes wrong.</summary>
internal sealed record PipelineWorld
{
    public ulong Seed { get; init; } = 1;

    public ChainOptions Model { get; init; } = new() { Layers = 6 };

    /// <summary>In place of the chain.</summary>
    public Func<IStagedModel>? OtherModel { get; init; }

    public InnerOptimizerOptions Optimizer { get; init; } = new AdamWOptions();

    /// <summary>Machines that may host a stage.</summary>
    public int Members { get; init; } = 3;

    public int Stages { get; init; } = 3;

    public PipelineScheduleKind Schedule { get; init; } = PipelineScheduleKind.OneForwardOneBackward;

    public int Chunks { get; init; } = 1;

    public int Microbatches { get; init; } = 4;

    public int SamplesPerMicrobatch { get; init; } = 2;

    public long Steps { get; init; } = 8;

    public int Context { get; init; } = 4;

    public double Clip { get; init; } = 0.5;

    public double LearningRate { get; init; } = 0.05;

    public int Slots { get; init; } = 2;

    public ITensorCodec Activations { get; init; } = new Fp32Codec();

    public BuddyKind Buddy { get; init; } = BuddyKind.Copy;

    public int StepsPerCopy { get; init; } = 1;

    /// <summary>Whether state is copied out while passes go on.</summary>
    public bool CopiesBeside { get; init; } = true;

    public NeighbourKind Neighbours { get; init; } = NeighbourKind.None;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public DeviceProfile Device { get; init; } = new();

    public FaultPlan Faults { get; init; } = new();

    public IStagedModel CreateModel() => OtherModel?.Invoke() ?? new StagedChain(Model, Optimizer, seed: 7);

    /// <summary>The work of a step: each step has samples of its own.</summary>
    public StepWork? WorkOf(long step) => step > Steps ? null : new StepWork(
        [.. Enumerable.Range(0, Microbatches).Select(microbatch => new SampleRange(
            (((step - 1) * Microbatches) + microbatch) * SamplesPerMicrobatch, SamplesPerMicrobatch))],
        LearningRate);

    /// <summary>Samples that are alike nowhere.</summary>
    public static void Fill(SampleRange samples, Span<long> windows)
    {
        var length = windows.Length / (int)samples.Count;
        for (var index = 0; index < windows.Length; index++)
        {
            var sample = samples.First + (index / length);
            windows[index] = ((sample * 7) + (index % length * 5) + (sample * sample)) % 16;
        }
    }

    public override string ToString() =>
        $"{Members} members for {Stages} stages of {Model.Layers} layers, {Schedule} with {Microbatches} microbatches and {Chunks} chunks, " +
        $"buddy {Buddy} every {StepsPerCopy}, neighbours {Neighbours}, {(Model.IsTied ? "tied" : "untied")}, {Slots} slots\n{Faults}";
}
