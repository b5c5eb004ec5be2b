using Decentral.Models.Randomness;

namespace Decentral.Pipeline.Tests.Recovery;

/// <summary>Reproducible test values and comparisons by bits.</summary>
internal static class Values
{
    internal static float[] Normal(int count, string name)
    {
        var values = new float[count];
        new RandomSequence(1, RandomPurpose.Named(name)).FillNormal(values, 0, 1);
        return values;
    }

    internal static byte[] Bytes(int count, string name)
    {
        var random = new RandomSequence(1, RandomPurpose.Named(name));
        var bytes = new byte[count];
        for (var index = 0; index < count; index++)
        {
            bytes[index] = (byte)random.NextUInt32();
        }

        return bytes;
    }

    internal static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
