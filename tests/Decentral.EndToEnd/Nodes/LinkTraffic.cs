using System.Buffers.Binary;
using Decentral.Actors;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.EndToEnd.Nodes;

/// <summary>Takes apart what went one way over a connection: HTTP, WebSocket, batches, frames. Not a byte is left over.</summary>
internal sealed class LinkTraffic
{
    private const int FirstOfBulk = 20;
    private const int Offer = 20;
    private const int Chunk = 22;
    private const int Continuation = 0;
    private const int Binary = 2;

    private readonly List<TappedFrame> _frames = [];

    public LinkTraffic(ReadOnlySpan<byte> bytes)
    {
        // The request that opens the WebSocket, or its answer.
        OpeningBytes = bytes.IndexOf("\r\n\r\n"u8) + 4;
        var message = new MemoryStream();
        var around = 0;
        for (var rest = bytes[OpeningBytes..]; rest.Length > 0;)
        {
            var length = TakeHead(ref rest, out var operation, out var isLast, out var key, out var head);
            if (operation is not (Continuation or Binary))
            {
                OtherBytes += head + length;
                rest = rest[length..];
                continue;
            }

            around += head;
            for (var i = 0; i < length; i++)
            {
                message.WriteByte((byte)(rest[i] ^ key[i % key.Length]));
            }

            rest = rest[length..];
            if (isLast)
            {
                TakeBatch(message.ToArray(), around);
                message.SetLength(0);
                around = 0;
            }
        }
    }

    /// <summary>Of the opening of the WebSocket.</summary>
    public int OpeningBytes { get; }

    /// <summary>Of the WebSocket's own: its signs of life and its end.</summary>
    public int OtherBytes { get; private set; }

    /// <summary>All else.</summary>
    public IReadOnlyList<TappedFrame> Frames => _frames;

    /// <summary>All there was.</summary>
    public long Bytes => OpeningBytes + OtherBytes + _frames.Sum(frame => (long)frame.Bytes);

    /// <summary>The head of a piece of a message (RFC 6455, §5.2); a key of zero where its bytes are not masked.</summary>
    private static int TakeHead(
        ref ReadOnlySpan<byte> rest, out int operation, out bool isLast, out ReadOnlySpan<byte> key, out int bytes)
    {
        (operation, isLast) = (rest[0] & 0xf, (rest[0] & 0x80) != 0);
        var isMasked = (rest[1] & 0x80) != 0;
        var length = rest[1] & 0x7f;
        bytes = 2;
        if (length == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            bytes += sizeof(ushort);
        }
        else if (length == 127)
        {
            length = (int)BinaryPrimitives.ReadInt64BigEndian(rest[2..]);
            bytes += sizeof(long);
        }

        key = isMasked ? rest.Slice(bytes, 4) : [0];
        bytes += isMasked ? 4 : 0;
        rest = rest[bytes..];
        return length;
    }

    private void TakeBatch(ReadOnlyMemory<byte> batch, int around)
    {
        while (batch.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(batch.Span);
            var frame = batch.Slice(sizeof(int), length);
            batch = batch[(sizeof(int) + length)..];
            var taken = Read(frame) with { Bytes = around + sizeof(int) + length };
            around = 0;
            if (taken.Kind == Chunk)
            {
                taken = taken with { Bytes = taken.Bytes + batch.Length, PayloadBytes = batch.Length };
                batch = default;
            }

            _frames.Add(taken);
        }
    }

    private static TappedFrame Read(ReadOnlyMemory<byte> frame)
    {
        var reader = new MessageReader(frame, Nobody.Instance, WireLimits.Default);
        reader.BeginRecord(1);
        var kind = reader.ReadInt32();
        if (kind < FirstOfBulk)
        {
            return new TappedFrame(kind, default);
        }

        var (to, from) = (reader.ReadNodeId(), reader.ReadNodeId());
        var (incarnation, number) = (reader.ReadInt64(), reader.ReadInt64());

        // Numbers are drawn by whoever sends the payload: the origin of an offer and of a chunk, the destination of an answer.
        var transfer = new TappedTransfer(kind is Offer or Chunk ? from : to, incarnation, number);
        if (kind != Offer)
        {
            return new TappedFrame(kind, transfer);
        }

        // For whom, from whom, and the payload's length.
        var receiver = reader.ReadActorAddress();
        reader.Skip();
        reader.Skip();
        var before = (int)reader.Consumed;
        var manifest = reader.ReadString();
        var header = Convert.ToHexString(frame.Span[(int)reader.Consumed..]);
        return new TappedFrame(kind, transfer)
        {
            Offered = new TappedOffer(manifest, receiver, header, frame.Length - before),
        };
    }

    /// <summary>Makes no references: nobody is told anything here.</summary>
    private sealed class Nobody : IReferenceResolver
    {
        public static Nobody Instance { get; } = new();

        public ActorRef Resolve(ActorAddress address) => ActorRef.None;
    }
}
