using System.Collections.Concurrent;

namespace Decentral.Actors.Hosting;

/// <summary>
/// How an engine carries and delivers messages of one type without knowing it: a reference as itself, a small struct in a
/// pooled box, so that neither allocates on its way.
/// </summary>
public abstract class MessageType
{
    private static readonly ConcurrentDictionary<Type, MessageType> ByRuntimeType = new();

    private protected MessageType(Type type) => TraceId = StableHash.Of(type.FullName);

    /// <summary>Names the type in traces, alike in every process of a build.</summary>
    public ulong TraceId { get; }

    /// <summary>The carrier of messages of a type that is known only when they are sent.</summary>
    public static MessageType Of(Type type) => ByRuntimeType.GetOrAdd(type, Make);

    /// <summary>Hands a carried message to an actor and ends the carriage.</summary>
    /// <returns>False when the actor does not take this type; the message is then still carried.</returns>
    public abstract bool TryDeliver(Actor actor, object carried);

    /// <summary>Ends the carriage of a message that reaches nobody, disposing of what it owns.</summary>
    public abstract void Drop(object carried);

    /// <summary>Wraps a message for its way; see <see cref="MessageType{TMessage}.Carry"/>.</summary>
    public abstract object CarryBoxed(object message);

    /// <summary>The message itself, for logs and dead letters.</summary>
    public abstract object Open(object carried);

    private static MessageType Make(Type type) =>
        (MessageType)typeof(MessageType<>).MakeGenericType(type)
            .GetField(nameof(MessageType<object>.Instance))!.GetValue(null)!;
}
