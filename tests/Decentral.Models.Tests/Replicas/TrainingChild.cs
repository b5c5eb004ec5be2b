using System.Globalization;
using Decentral.Children;
using Decentral.Models.Decoders;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

/// <summary>
/// Trains a tiny decoder for 10,000 steps in several stretches; reports by how many live tensors it grew after the
/// warm-up, and then for each stretch by how many bytes of its own memory.
/// </summary>
internal static class TrainingChild
{
    public const string Role = "train";

    public const int Stretches = 5;

    private const int Steps = 10_000;

    // By then the just-in-time compiler and the allocators have what they need.
    private const int WarmUpSteps = 1_000;
    private const int EvaluateEvery = 100;
    private const int AccumulateEvery = 10;

    // Collecting keeps the managed heap from growing into memory that the process had not touched before.
    private const int CollectEvery = 500;

    public static int Run(string family)
    {
        TorchSeam.SetLaneThreads(1);
        using var replica = new DecoderReplica(OptionsOf(Enum.Parse<DecoderFamily>(family)), new AdamWOptions());
        replica.Initialize(seed: 1);
        var batch = Batches.Random(sequences: 2, length: 4, vocabulary: 11);
        Train(replica, batch, WarmUpSteps);
        var tensorsBefore = TorchSeam.LiveTensors;
        var bytes = new List<long> { OwnMemoryBytes() };

        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            Train(replica, batch, Steps / Stretches);
            bytes.Add(OwnMemoryBytes());
        }

        ChildProcess.Report($"{TorchSeam.LiveTensors - tensorsBefore}");
        foreach (var (before, after) in bytes.Zip(bytes.Skip(1)))
        {
            ChildProcess.Report($"{after - before}");
        }

        return 0;
    }

    private static DecoderOptions OptionsOf(DecoderFamily family) => new()
    {
        Family = family,
        Layers = 1,
        Width = 8,
        Heads = 2,
        Context = 4,
        Vocabulary = 11,
    };

    private static void Train(IReplica replica, TokenBatch batch, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var passes = step % AccumulateEvery == 0 ? 2 : 1;
            replica.TrainStep(batch, new StepSettings(1e-3, Clip: 1, passes));
            if (step % EvaluateEvery == 0)
            {
                replica.Evaluate(batch);
            }

            if (step % CollectEvery == 0)
            {
                GC.Collect();
            }
        }

        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    // Memory that is no file's: pages of libraries come and go as they are used.
    private static long OwnMemoryBytes()
    {
        const string Name = "RssAnon:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line[Name.Length..^"kB".Length], CultureInfo.InvariantCulture) << 10;
    }
}
