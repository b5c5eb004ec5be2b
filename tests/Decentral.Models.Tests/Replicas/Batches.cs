using Decentral.Models.Randomness;
using Decentral.Models.Replicas;

namespace Decentral.Models.Tests.Replicas;

/// <summary>Reproducible batches of random tokens.</summary>
internal static class Batches
{
    internal static TokenBatch Random(int sequences, int length, int vocabulary, ulong seed = 1)
    {
        var random = new RandomSequence(seed, RandomPurpose.Named("batch"));
        var windows = new long[sequences * (length + 1)];
        for (var index = 0; index < windows.Length; index++)
        {
            windows[index] = random.NextInt32(vocabulary);
        }

        return new TokenBatch(windows, sequences);
    }
}
