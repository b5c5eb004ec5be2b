namespace Decentral.Actors.Hosting;

/// <summary>The carrier of one message type.</summary>
/// <typeparam name="TMessage">The message.</typeparam>
public sealed class MessageType<TMessage> : MessageType
    where TMessage : notnull
{
    /// <summary>The one carrier of this type.</summary>
    public static readonly MessageType<TMessage> Instance = new();

    private MessageType()
        : base(typeof(TMessage))
    {
    }

    /// <summary>Wraps a message for its way: itself for a class, a pooled box for a struct.</summary>
    public object Carry(TMessage message) =>
        typeof(TMessage).IsValueType ? BoxPool<TMessage>.Rent(message) : message;

    /// <summary>The message, which is still carried; for whoever writes it down. Allocates nothing.</summary>
    public TMessage Peek(object carried) =>
        typeof(TMessage).IsValueType ? ((Box<TMessage>)carried).Value! : (TMessage)carried;

    /// <inheritdoc />
    public override object CarryBoxed(object message) => Carry((TMessage)message);

    /// <inheritdoc />
    public override bool TryDeliver(Actor actor, object carried)
    {
        if (actor is not IReceive<TMessage> receiver)
        {
            return false;
        }

        receiver.Receive(Unwrap(carried));
        return true;
    }

    /// <inheritdoc />
    public override void Drop(object carried) => (Unwrap(carried) as IDisposable)?.Dispose();

    /// <inheritdoc />
    public override object Open(object carried) => carried is Box<TMessage> box ? box.Value! : carried;

    private static TMessage Unwrap(object carried) =>
        typeof(TMessage).IsValueType ? BoxPool<TMessage>.Return((Box<TMessage>)carried) : (TMessage)carried;
}
