using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Pipeline.Formats;
using Decentral.Training.Tests.Formats;
using Decentral.Wire;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Pipeline.Tests.Formats;

/// <summary>Messages as bytes and back, by the catalogue.</summary>
internal static class Encoded
{
    public static MessageFormat FormatOf(string manifest) =>
        PipelineMessages.Catalogue.Formats.Single(format => format.Manifest == manifest);

    public static MessageFormat FormatOf(object message) =>
        PipelineMessages.Catalogue.TryFind(message.GetType(), out var format)
            ? format
            : throw new InvalidOperationException($"{message.GetType().Name} has no format.");

    public static byte[] Bytes(object message)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessageWriter(output, WireLimits.Default);
        FormatOf(message).WriteCarried(ref writer, Envelope.Of(message, ActorRef.None).Carried);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public static object Message(MessageFormat format, ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessageReader(bytes, Addresses.Instance, WireLimits.Default);
        var envelope = format.ReadEnvelope(ref reader, ActorRef.None);
        return envelope.Type!.Open(envelope.Carried);
    }

    /// <summary>Why bytes are not a message of a format.</summary>
    public static string Refusal(MessageFormat format, ReadOnlyMemory<byte> bytes) =>
        Assert.Throws<WireFormatException>(() => Message(format, bytes)).Message;
}
