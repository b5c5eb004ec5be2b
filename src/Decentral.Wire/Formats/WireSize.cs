using System.Buffers;
using Decentral.Wire.Records;

namespace Decentral.Wire.Formats;

/// <summary>
/// What messages and bulk data take on a link: their bytes, and what an engine puts around them. The latter depends on the
/// names of nodes and actors; here, and nowhere else, it is assumed, so that the ledger and the simulation count alike.
/// </summary>
public static class WireSize
{
    /// <summary>Around a message: length and kind of the frame, who tells it and whom, by addresses of some 30 bytes.</summary>
    public const int MessageEnvelopeBytes = 64;

    /// <summary>Around bulk data: an offer with the same, the transfer's number and length, and the frame of one chunk.</summary>
    public const int TransferEnvelopeBytes = 128;

    /// <summary>Bytes of a message.</summary>
    /// <param name="encodedBytes">Of its manifest and its record.</param>
    public static long OfMessage(int encodedBytes) => MessageEnvelopeBytes + encodedBytes;

    /// <summary>Bytes of bulk data.</summary>
    /// <param name="encodedBytes">Of its header's manifest and record.</param>
    /// <param name="payloadBytes">Of the data itself.</param>
    public static long OfTransfer(int encodedBytes, long payloadBytes) => TransferEnvelopeBytes + encodedBytes + payloadBytes;

    /// <summary>Bytes of bulk data whose header is still to be written.</summary>
    /// <param name="format">Of the header.</param>
    /// <param name="header">What the data is.</param>
    /// <param name="payloadBytes">Of the data itself.</param>
    public static long OfTransfer<THeader>(MessageFormat<THeader> format, THeader header, long payloadBytes)
        where THeader : notnull
    {
        ArgumentNullException.ThrowIfNull(format);
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessageWriter(output, WireLimits.Default);
        writer.WriteManifest(format);
        format.Write(ref writer, header);
        writer.Flush();
        return OfTransfer(output.WrittenCount, payloadBytes);
    }
}
