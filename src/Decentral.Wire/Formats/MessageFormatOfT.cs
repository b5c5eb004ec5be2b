using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Transfers;
using Decentral.Wire.Records;

namespace Decentral.Wire.Formats;

/// <summary>How messages of one type travel: as a record, whose fields are only ever appended to.</summary>
/// <typeparam name="TMessage">The message, or the header of bulk data.</typeparam>
public abstract class MessageFormat<TMessage> : MessageFormat
    where TMessage : notnull
{
    /// <summary>A format of its own name.</summary>
    /// <param name="manifest">Names it on the wire, in all versions of the program; visible ASCII.</param>
    protected MessageFormat(string manifest)
        : base(manifest)
    {
    }

    /// <inheritdoc />
    public sealed override Type MessageType => typeof(TMessage);

    /// <inheritdoc />
    internal sealed override MessageType Carrier => MessageType<TMessage>.Instance;

    /// <inheritdoc />
    internal sealed override MessageType TransferCarrier => MessageType<Transferred<TMessage>>.Instance;

    /// <summary>Writes a message as one record; equal messages give equal bytes.</summary>
    public abstract void Write(ref MessageWriter writer, TMessage message);

    /// <summary>Reads the record of a message, of this or any other version.</summary>
    /// <exception cref="WireFormatException">
    /// The bytes are another message, or none; see <see cref="MessageReader.Refuse(string, string)"/>.
    /// </exception>
    public abstract TMessage Read(ref MessageReader reader);

    /// <inheritdoc />
    public sealed override void WriteCarried(ref MessageWriter writer, object carried) =>
        Write(ref writer, MessageType<TMessage>.Instance.Peek(carried));

    /// <inheritdoc />
    public sealed override void WriteTransferred(ref MessageWriter writer, object carried) =>
        Write(ref writer, Transfer(carried).Header);

    /// <inheritdoc />
    public sealed override Payload PayloadOf(object carried) => Transfer(carried).Payload;

    /// <inheritdoc />
    public sealed override Envelope ReadEnvelope(ref MessageReader reader, ActorRef sender) =>
        Envelope.Of(ReadWhole(ref reader), sender);

    /// <inheritdoc />
    public sealed override Envelope ReadTransferred(ref MessageReader reader, Payload payload, ActorRef sender) =>
        Envelope.Of(new Transferred<TMessage>(ReadWhole(ref reader), payload), sender);

    private static Transferred<TMessage> Transfer(object carried) =>
        MessageType<Transferred<TMessage>>.Instance.Peek(carried);

    private TMessage ReadWhole(ref MessageReader reader)
    {
        reader.BeginMessage(Manifest);
        var message = Read(ref reader);
        reader.EndMessage();
        return message;
    }
}
