namespace Decentral.Actors.Messages;

/// <summary>An actor watched another without taking <see cref="Terminated"/>, and the other is gone.</summary>
public sealed class UnhandledTerminationException : Exception
{
    /// <summary>Says whose end was not taken.</summary>
    public UnhandledTerminationException(ActorRef watcher, ActorRef watched)
        : base($"{watcher} watched {watched}, which is gone, and does not take {nameof(Terminated)}.")
    {
    }
}
