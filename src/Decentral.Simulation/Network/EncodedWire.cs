using System.Buffers;
using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;
using Decentral.Wire;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Simulation.Network;

/// <summary>
/// Messages travel as their bytes: each is written and read again by its format, and what arrives is what was read. Nothing
/// is shared between two nodes, neither a message nor the memory of bulk data. For one world at a time.
/// </summary>
/// <param name="catalogue">The formats of all that crosses nodes.</param>
/// <param name="limits">What writers and readers are held to; null for the defaults.</param>
public sealed class EncodedWire(MessageCatalogue catalogue, WireLimits? limits = null) : IWireModel
{
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly WireLimits _limits = limits ?? WireLimits.Default;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The message has no format.</exception>
    /// <exception cref="WireFormatException">Its format does not read what it wrote.</exception>
    public Carriage Carry(in Envelope message, IReferenceResolver references)
    {
        if (!catalogue.TryFind(message.Type!, out var format))
        {
            throw NoFormat(message);
        }

        var writer = BeginWriting(format);
        format.WriteCarried(ref writer, message.Carried);
        writer.Flush();
        var reader = BeginReading(references, out var found);
        var arriving = found.ReadEnvelope(ref reader, message.Sender);
        message.Release();
        return new Carriage(arriving, WireSize.OfMessage(_written.WrittenCount));
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The header has no format.</exception>
    /// <exception cref="WireFormatException">Its format does not read what it wrote.</exception>
    public Carriage CarryBulk(in Envelope message, long payloadBytes, IReferenceResolver references)
    {
        if (!catalogue.TryFindTransferred(message.Type!, out var format))
        {
            throw NoFormat(message);
        }

        var writer = BeginWriting(format);
        format.WriteTransferred(ref writer, message.Carried);
        writer.Flush();
        var reader = BeginReading(references, out var found);
        var payload = Copy(format.PayloadOf(message.Carried));
        var arriving = found.ReadTransferred(ref reader, payload, message.Sender);
        message.Release();
        return new Carriage(arriving, WireSize.OfTransfer(_written.WrittenCount, payloadBytes));
    }

    private static InvalidOperationException NoFormat(in Envelope message) => new(
        $"{message.Type!.Open(message.Carried).GetType()} has no format, and so cannot get from node to node: add one to the " +
        "catalogue of messages.");

    private static Payload Copy(Payload payload)
    {
        var bytes = payload.Bytes;
        var memory = MemoryPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(memory.Memory);
        return new Payload(memory, bytes.Length);
    }

    private MessageWriter BeginWriting(MessageFormat format)
    {
        _written.ResetWrittenCount();
        var writer = new MessageWriter(_written, _limits);
        writer.WriteManifest(format);
        return writer;
    }

    private MessageReader BeginReading(IReferenceResolver references, out MessageFormat format)
    {
        var reader = new MessageReader(_written.WrittenMemory, references, _limits);
        if (!catalogue.TryReadFormat(ref reader, out var found, out var reason))
        {
            throw new WireFormatException(reason);
        }

        format = found;
        return reader;
    }
}
