namespace Decentral.Actors.Hosting;

/// <summary>What waits in a mailbox: a carried message with its sender, or a signal of the engine.</summary>
public readonly struct Envelope
{
    /// <summary>A message.</summary>
    /// <param name="type">The carrier that wrapped it.</param>
    /// <param name="carried">The wrapped message; whoever takes the envelope ends the carriage.</param>
    /// <param name="sender">Who told it.</param>
    public Envelope(MessageType type, object carried, ActorRef sender)
    {
        Type = type;
        Carried = carried;
        Sender = sender;
    }

    /// <summary>A signal.</summary>
    public Envelope(Signal signal)
    {
        Carried = signal;
        Sender = ActorRef.None;
    }

    /// <summary>Wraps a message, whose static type may be a base of what it is.</summary>
    public static Envelope Of<TMessage>(TMessage message, ActorRef sender)
        where TMessage : notnull
    {
        if (typeof(TMessage).IsValueType || message.GetType() == typeof(TMessage))
        {
            return new Envelope(MessageType<TMessage>.Instance, MessageType<TMessage>.Instance.Carry(message), sender);
        }

        var type = MessageType.Of(message.GetType());
        return new Envelope(type, type.CarryBoxed(message), sender);
    }

    /// <summary>The carrier of the message; null for a signal.</summary>
    public MessageType? Type { get; }

    /// <summary>The wrapped message, or the signal.</summary>
    public object Carried { get; }

    /// <summary>Who told the message.</summary>
    public ActorRef Sender { get; }

    /// <summary>Names what kind of thing it is in traces, alike in every process of a build.</summary>
    public ulong TraceId => Type?.TraceId ?? ((Signal)Carried).TraceId;

    /// <summary>Ends the carriage of a message that reaches nobody, disposing of what it owns.</summary>
    public void Release() => Type!.Drop(Carried);
}
