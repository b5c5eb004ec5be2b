using System.Buffers;
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
    public void Of_AnySegmentation_IsTheSame()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 500; trial++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);

            Assert.Equal(ChunkChecksum.Of(bytes), ChunkChecksum.Of(Cut(bytes, random)));
        }
    }

    private static ReadOnlySequence<byte> Cut(byte[] bytes, Random random)
    {
        var first = new Segment(default, 0);
        var last = first;
        for (var start = 0; start < bytes.Length;)
        {
            var length = Math.Min(random.Next(20), bytes.Length - start);
            last = last.Append(bytes.AsMemory(start, length));
            start += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long start)
        {
            Memory = memory;
            RunningIndex = start;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
