using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests;

/// <summary>Arrays of every kind that a codec may meet, each drawn from a seed.</summary>
internal static class Values
{
    private static readonly float[] Extremes =
    [
        float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue,
        float.Epsilon, -float.Epsilon, 1.17549435E-38f, 0f, -0f, 1f, -1f, 65504f, 65520f, 3.3961e38f,
    ];

    private static readonly Dictionary<string, Func<Random, float>> Kinds = new()
    {
        ["normal"] = random => (float)(0.01 * Gaussian(random)),
        ["any bits"] = random => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)),
        ["denormal"] = random => BitConverter.UInt32BitsToSingle((uint)random.Next(1 << 23) | SignOf(random)),
        ["a few denormal steps"] = random => BitConverter.UInt32BitsToSingle((uint)random.Next(300) | SignOf(random)),
        ["wide"] = random => (float)(Gaussian(random) * Math.Pow(10, random.Next(-37, 37))),
        ["mostly zero"] = random => random.Next(20) == 0 ? (float)Gaussian(random) : random.Next(2) == 0 ? 0f : -0f,
        ["ties"] = random => random.Next(-2, 3),
        ["extreme"] = random => Extremes[random.Next(Extremes.Length)],
        ["infinite"] = random => random.Next(4) == 0 ? float.CopySign(float.PositiveInfinity, random.Next(-1, 2)) : 1f,
        ["zero"] = _ => 0f,
        ["equal"] = _ => -0.37f,
    };

    /// <summary>Lengths about those at which the codecs change their path.</summary>
    public static IReadOnlyList<int> Lengths { get; } =
        [0, 1, 2, 7, 8, 9, 15, 16, 31, 32, 33, 255, 256, 257, 511, 1023, 1024, 1025, 4095, 4096, 4097, 9000];

    /// <summary>All kinds, in up to 700 values.</summary>
    public static Arbitrary<float[]> Any { get; } = OfLengths(0, 700);

    public static IEnumerable<string> KindNames => Kinds.Keys;

    public static Arbitrary<float[]> OfLengths(int least, int most) =>
        (from kind in Gen.Elements(Kinds.Keys.ToArray())
         from length in Gen.Choose(least, most)
         from seed in Gen.Choose(0, int.MaxValue - 1)
         select Of(kind, length, seed)).ToArbitrary();

    public static float[] Of(string kind, int length, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => Kinds[kind](random))];
    }

    public static float[] Normal(int length, int seed = 1) => Of("normal", length, seed);

    public static float[] Finite(IEnumerable<float> values) => [.. values.Select(FiniteValue.Of)];

    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[index]) != BitConverter.SingleToUInt32Bits(actual[index]))
            {
                Assert.Fail($"Element {index} is {actual[index]:R}; expected {expected[index]:R}.");
            }
        }
    }

    public static double SquaredNorm(IEnumerable<float> values) => values.Sum(value => (double)value * value);

    public static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static uint SignOf(Random random) => random.Next(2) == 0 ? 0 : 0x8000_0000;
}
