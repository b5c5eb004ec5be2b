using System.Text;
using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Tests.Transfers;

public sealed class ChunkChecksumTests
{
    [Fact]
    public void Of_PublishedVectors_IsAsPublished()
    {
        Assert.Equal(0xE3069283u, ChunkChecksum.Of(Encoding.ASCII.GetBytes("123456789")));

        // RFC 3720, appendix B.4.
        Assert.Equal(0x8A9136AAu, ChunkChecksum.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, ChunkChecksum.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0u, ChunkChecksum.Of([]));
    }

    [Fact]
    public void Of_AnyLengthAndPlace_IsTheSumBitByBit()
    {
        var random = new Random(1);
        var bytes = new byte[8 * ChunkChecksum.StrandBytes];
        random.NextBytes(bytes);
        for (var trial = 0; trial < 300; trial++)
        {
            var start = random.Next(17);
            var length = trial % 2 == 0
                ? random.Next(bytes.Length - start)
                : (trial % 8 * ChunkChecksum.StrandBytes) + random.Next(-16, 16);
            var text = bytes.AsSpan(start, Math.Clamp(length, 0, bytes.Length - start));

            Assert.Equal(BitByBit(text), ChunkChecksum.Of(text));
        }
    }

    /// <summary>The definition: division by the reversed polynomial.</summary>
    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78u;
            }
        }

        return ~crc;
    }
}
