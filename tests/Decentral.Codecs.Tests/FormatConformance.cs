using Decentral.Measuring;
using FsCheck.Fluent;
using FsCheck;

namespace Decentral.Codecs.Tests;

/// <summary>What every codec keeps.</summary>
public abstract class FormatConformance
{
    private const float Untouched = 42;

    /// <summary>The codec, as most would use it.</summary>
    private protected abstract ITensorFormat Format { get; }

    [Fact]
    public void TryDecode_ItsOwnBytes_IsTrueForEveryKindAndLength()
    {
        foreach (var kind in Values.KindNames)
        {
            foreach (var length in Values.Lengths)
            {
                Coding.RoundTrip(Format, Values.Of(kind, length));
            }
        }
    }

    [Fact]
    public void TryDecode_ItsOwnBytes_IsTrueForAnyValues() =>
        Prop.ForAll(Values.Any, values => { Coding.RoundTrip(Format, values); }).QuickCheckThrowOnFailure();

    [Fact]
    public void Encode_IntoWhateverWasThere_WritesEveryByte()
    {
        foreach (var length in Values.Lengths)
        {
            var values = Values.Normal(length);
            var (zeros, ones) = (new byte[Format.EncodedLength(length)], new byte[Format.EncodedLength(length)]);
            ones.AsSpan().Fill(0xFF);

            Coding.Encode(Format, values, values.ToArray(), zeros);
            Coding.Encode(Format, values, values.ToArray(), ones);

            Assert.Equal(zeros, ones);
        }
    }

    [Fact]
    public void Encode_DestinationOfAnotherLength_Throws()
    {
        var values = Values.Normal(300);
        var length = Format.EncodedLength(values.Length);
        foreach (var bytes in new[] { 0, length - 1, length + 1 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Coding.Encode(Format, values, values, new byte[bytes]));
        }
    }

    [Fact]
    public void EncodedLength_OfNoValues_IsZero() => Assert.Equal(0, Format.EncodedLength(0));

    [Fact]
    public void TryDecode_AnotherLength_IsFalse()
    {
        foreach (var length in Values.Lengths)
        {
            var encoded = Coding.Encode(Format, Values.Normal(length));
            var destination = new float[length];

            Assert.False(Format.TryDecode([.. encoded, 0], destination));
            Assert.False(length > 0 && Format.TryDecode(encoded.AsSpan(1), destination));
            Assert.False(length > 0 && Format.TryDecode([], destination));
        }
    }

    [Fact]
    public void TryDecode_BlocksOfABlockLength_AreThoseOfTheWhole()
    {
        foreach (var length in Values.Lengths)
        {
            var encoded = Coding.Encode(Format, Values.Of("wide", length));
            var whole = Coding.Decode(Format, encoded, length);
            for (var start = 0; start < length; start += Format.BlockLength * (1 + (start % 3)))
            {
                var most = Math.Min(2 * Format.BlockLength, length - start);
                var blocks = encoded.AsSpan(Format.EncodedLength(start), Format.EncodedLength(most));

                Values.AssertSameBits(whole.AsSpan(start, most), Coding.Decode(Format, blocks, most));
            }

            Assert.Equal(encoded.Length, Format.EncodedLength(length));
        }
    }

    [Fact]
    public void TryDecode_AnyBytes_DecodeWhereAllTheirBlocksDo() =>
        Prop.ForAll(Values.OfLengths(1, 9000), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (values, seed) =>
        {
            var encoded = Coding.Encode(Format, values);
            var random = new Random(seed);
            encoded[random.Next(encoded.Length)] ^= (byte)(1 << random.Next(8));

            var decoded = new float[values.Length];
            var decode = Format.TryDecode(encoded, decoded);
            var all = true;
            var blockLength = Math.Max(Format.BlockLength, 100);
            for (var start = 0; start < values.Length; start += blockLength)
            {
                var count = Math.Min(blockLength, values.Length - start);
                all &= Format.TryDecode(
                    encoded.AsSpan(Format.EncodedLength(start), Format.EncodedLength(count)), decoded.AsSpan(start, count));
            }

            Assert.Equal(decode, all);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryDecode_AnyBytes_NeverThrowsNorWritesElsewhere() =>
        Prop.ForAll(Gen.Choose(0, 5000).ToArbitrary(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (length, seed) =>
        {
            var encoded = new byte[Format.EncodedLength(length)];
            new Random(seed).NextBytes(encoded);

            AssertStaysInside(encoded, length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryDecode_MutatedBytes_NeverThrowsNorWritesElsewhere() =>
        Prop.ForAll(Values.OfLengths(1, 5000), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (values, seed) =>
        {
            var encoded = Coding.Encode(Format, values);
            var random = new Random(seed);
            for (var mutation = 0; mutation < 3; mutation++)
            {
                encoded[random.Next(encoded.Length)] ^= (byte)(1 << random.Next(8));
            }

            AssertStaysInside(encoded, values.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void EncodeAndTryDecode_OnceWarm_AllocateNothing()
    {
        var values = Values.Normal(9000);
        var (changed, decoded) = (values.ToArray(), new float[values.Length]);
        var encoded = new byte[Format.EncodedLength(values.Length)];

        Assert.Equal(0, Allocations.OfWarm(() => Coding.Encode(Format, values, changed, encoded)));
        Assert.Equal(0, Allocations.OfWarm(() => Format.TryDecode(encoded, decoded)));
    }

    private void AssertStaysInside(byte[] encoded, int length)
    {
        var around = new float[length + 16];
        around.AsSpan().Fill(Untouched);

        Format.TryDecode(encoded, around.AsSpan(8, length));

        Assert.All(around[..8], value => Assert.Equal(Untouched, value));
        Assert.All(around[^8..], value => Assert.Equal(Untouched, value));
    }
}
