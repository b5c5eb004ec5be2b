using Decentral.Models.Randomness;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>Reproducible test values and comparisons by bits.</summary>
internal static class Values
{
    internal static float[] Normal(int count, string name, double deviation = 1)
    {
        var values = new float[count];
        new RandomSequence(1, RandomPurpose.Named(name)).FillNormal(values, 0, deviation);
        return values;
    }

    internal static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.Equal(Bits(expected), Bits(actual));

    private static int[] Bits(ReadOnlySpan<float> values)
    {
        var bits = new int[values.Length];
        for (var index = 0; index < bits.Length; index++)
        {
            bits[index] = BitConverter.SingleToInt32Bits(values[index]);
        }

        return bits;
    }
}
