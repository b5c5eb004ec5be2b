using System.Buffers.Binary;
using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Frames;

/// <summary>Frames one after another in a batch: each with its length before it, 4 bytes little-endian.</summary>
internal static class FrameStream
{
    /// <summary>Bytes before each frame.</summary>
    public const int PrefixBytes = sizeof(int);

    /// <summary>Leaves room for a length.</summary>
    public static int Begin(FrameBuffer buffer)
    {
        var start = buffer.Length;
        buffer.GetSpan(PrefixBytes)[..PrefixBytes].Clear();
        buffer.Advance(PrefixBytes);
        return start;
    }

    /// <summary>Writes the length of the frame that began there and ends here.</summary>
    public static void End(FrameBuffer buffer, int start) => BinaryPrimitives.WriteInt32LittleEndian(
        buffer.WrittenSpan[start..], buffer.Length - start - PrefixBytes);

    /// <summary>Takes the next frame off a batch.</summary>
    /// <returns>False when its length is not one.</returns>
    public static bool TryTake(ref ReadOnlyMemory<byte> batch, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (batch.Length < PrefixBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(batch.Span);
        if (length <= 0 || length > batch.Length - PrefixBytes)
        {
            return false;
        }

        frame = batch.Slice(PrefixBytes, length);
        batch = batch[(PrefixBytes + length)..];
        return true;
    }
}
