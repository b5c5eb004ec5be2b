using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Wire.Tests.Samples;

/// <summary>Messages as bytes and back.</summary>
internal static class SampleBytes
{
    public delegate void Writing(ref MessageWriter writer);

    public static byte[] Bytes(Writing write, WireLimits? limits = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessageWriter(output, limits ?? WireLimits.Default);
        write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Bytes<TMessage>(this MessageFormat<TMessage> format, TMessage message)
        where TMessage : notnull => Bytes((ref writer) => format.Write(ref writer, message));

    public static MessageReader Reader(ReadOnlyMemory<byte> bytes, WireLimits? limits = null) =>
        new(bytes, Addresses.Instance, limits ?? WireLimits.Default);

    public static MessageReader Reader(string hex, WireLimits? limits = null) => Reader(Convert.FromHexString(hex), limits);

    /// <summary>The message of a whole envelope, which is ended.</summary>
    public static TMessage Message<TMessage>(this MessageFormat<TMessage> format, ReadOnlyMemory<byte> bytes)
        where TMessage : notnull
    {
        var reader = Reader(bytes);
        var envelope = format.ReadEnvelope(ref reader, ActorRef.None);
        var message = MessageType<TMessage>.Instance.Peek(envelope.Carried);
        envelope.Release();
        return message;
    }

    /// <summary>Why bytes are not a message.</summary>
    public static string Refusal(this MessageFormat format, string hex, WireLimits? limits = null)
    {
        var reader = Reader(hex, limits);

        Assert.False(format.TryReadEnvelope(ref reader, ActorRef.None, out var envelope, out var reason));

        Assert.Null(envelope.Carried);
        return reason;
    }
}
