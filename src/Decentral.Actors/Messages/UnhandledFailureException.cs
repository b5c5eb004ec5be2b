namespace Decentral.Actors.Messages;

/// <summary>A child failed, and its parent does not take <see cref="Failed"/>, so that the parent fails in its turn.</summary>
public sealed class UnhandledFailureException : Exception
{
    /// <summary>Says whose failure was not taken.</summary>
    public UnhandledFailureException(ActorRef parent, Failed failed)
        : base(
            $"{parent} does not take {nameof(Failed)}, and its child {failed.Child} failed: {failed.Cause.Message}",
            failed.Cause)
    {
    }
}
