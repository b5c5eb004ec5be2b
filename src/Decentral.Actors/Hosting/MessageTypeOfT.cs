using System.Collections.Concurrent;

namespace Decentral.Actors.Hosting;

/// <summary>The carrier of one message type.</summary>
/// <typeparam name="TMessage">The message.</typeparam>
public sealed class MessageType<TMessage> : MessageType
    where TMessage : notnull
{
    /// <summary>The one carrier of this type.</summary>
    public static readonly MessageType<TMessage> Instance = new();

    /// <summary>Boxes kept for reuse, for all senders together; beyond it they are left to the collector.</summary>
    private const int MaxPooledBoxes = 4096;

    private readonly ConcurrentQueue<Box> _boxes = new();
    private int _pooled;

    private MessageType()
    {
    }

    /// <summary>Wraps a message for its way: itself for a class, a pooled box for a struct.</summary>
    public object Carry(TMessage message)
    {
        if (!typeof(TMessage).IsValueType)
        {
            return message;
        }

        if (_boxes.TryDequeue(out var box))
        {
            Interlocked.Decrement(ref _pooled);
        }
        else
        {
            box = new Box();
        }

        box.Value = message;
        return box;
    }

    /// <inheritdoc />
    public override object CarryBoxed(object message) => Carry((TMessage)message);

    /// <inheritdoc />
    public override bool IsTakenBy(Actor actor) => actor is IReceive<TMessage>;

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
    public override object Open(object carried) => carried is Box box ? box.Value! : carried;

    private TMessage Unwrap(object carried)
    {
        if (!typeof(TMessage).IsValueType)
        {
            return (TMessage)carried;
        }

        var box = (Box)carried;
        var message = box.Value!;
        box.Value = default;
        if (Interlocked.Increment(ref _pooled) <= MaxPooledBoxes)
        {
            _boxes.Enqueue(box);
        }
        else
        {
            Interlocked.Decrement(ref _pooled);
        }

        return message;
    }

    private sealed class Box
    {
        public TMessage? Value;
    }
}
