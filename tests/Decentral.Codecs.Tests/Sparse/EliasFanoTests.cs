using Decentral.Codecs.Sparse;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Codecs.Tests.Sparse;

public sealed class EliasFanoTests
{
    private static readonly Arbitrary<(int Bound, ushort[] Indices)> Sets =
        (from bound in Gen.Choose(1, 4096)
         from count in Gen.Choose(1, bound)
         from seed in Gen.Choose(0, int.MaxValue - 1)
         select (bound, Draw(bound, count, seed))).ToArbitrary();

    [Fact]
    public void TryDecode_WhatWasEncoded_GivesTheSameIndices() =>
        Prop.ForAll(Sets, set =>
        {
            var (bound, indices) = set;
            var decoded = new ushort[indices.Length];

            Assert.True(EliasFano.TryDecode(Encode(indices, bound), bound, decoded));
            Assert.Equal(indices, decoded);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryDecode_MutatedBytes_IsFalseOrAnotherSet() =>
        Prop.ForAll(Sets, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (set, seed) =>
        {
            var (bound, indices) = set;
            var encoded = Encode(indices, bound);
            var random = new System.Random(seed);
            encoded[random.Next(encoded.Length)] ^= (byte)(1 << random.Next(8));
            var decoded = new ushort[indices.Length];

            if (EliasFano.TryDecode(encoded, bound, decoded))
            {
                Assert.NotEqual(indices, decoded);
                Assert.Equal(encoded, Encode(decoded, bound));
                Assert.True(decoded[^1] < bound);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(16, 4096, 20)]
    [InlineData(32, 4096, 36)]
    [InlineData(64, 4096, 64)]
    [InlineData(410, 4096, 270)]
    [InlineData(4096, 4096, 1024)]
    [InlineData(1, 1, 1)]
    public void BytesOf_Indices_IsAsMeasured(int count, int bound, int bytes) =>
        Assert.Equal(bytes, EliasFano.BytesOf(count, bound));

    [Fact]
    public void Encode_KnownIndices_GivesGoldenBytes() => Assert.Equal("0105", Convert.ToHexString(Encode([1, 4], 8)));

    [Theory]
    [InlineData("0005", 8)]
    [InlineData("0203", 8)]
    [InlineData("0003", 8)]
    [InlineData("1105", 8)]
    [InlineData("0107", 8)]
    [InlineData("0101", 8)]
    [InlineData("0D05", 7)]
    [InlineData("0109", 8)]
    public void TryDecode_NotAscendingOutsideOrSpareBits_IsAsItMust(string hex, int bound)
    {
        // 0005 is {0, 4}: the one sound case, so that the others are known to fail for what they are.
        var isSound = hex == "0005";

        Assert.Equal(isSound, EliasFano.TryDecode(Convert.FromHexString(hex), bound, new ushort[2]));
    }

    private static byte[] Encode(ushort[] indices, int bound)
    {
        var encoded = new byte[EliasFano.BytesOf(indices.Length, bound)];
        encoded.AsSpan().Fill(0xA5);
        EliasFano.Encode(indices, bound, encoded);
        return encoded;
    }

    private static ushort[] Draw(int bound, int count, int seed)
    {
        var all = Enumerable.Range(0, bound).Select(index => (ushort)index).ToArray();
        new System.Random(seed).Shuffle(all);
        return [.. all[..count].Order()];
    }
}
