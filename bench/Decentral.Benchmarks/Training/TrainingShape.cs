using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Benchmarks.Training;

/// <summary>The model and the step that both sides make.</summary>
/// <param name="Batch">Sequences of a step.</param>
/// <param name="Threads">Intra-op threads.</param>
internal sealed record TrainingShape(int Batch, int Threads)
{
    /// <summary>The reference run's: a byte-level GPT of 0.8 million parameters.</summary>
    public static DecoderOptions Model { get; } = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 4,
        Width = 128,
        Heads = 4,
        Context = 128,
        Vocabulary = 256,
    };

    /// <summary>Learning rate and clip of every step.</summary>
    public static StepSettings Step { get; } = new(LearningRate: 1e-3, Clip: 1.0);

    /// <summary>Training tokens of a step.</summary>
    public int TokensPerStep => Batch * Model.Context;

    /// <summary>A replica with its first parameters.</summary>
    public static DecoderReplica CreateReplica()
    {
        var replica = new DecoderReplica(Model, new AdamWOptions());
        replica.Initialize(seed: 1);
        return replica;
    }

    /// <summary>A batch of random tokens: what they are does not change the work.</summary>
    public TokenBatch CreateBatch()
    {
        var random = new Random(1);
        var windows = new long[Batch * (Model.Context + 1)];
        for (var index = 0; index < windows.Length; index++)
        {
            windows[index] = random.Next(Model.Vocabulary);
        }

        return new TokenBatch(windows, Batch);
    }
}
