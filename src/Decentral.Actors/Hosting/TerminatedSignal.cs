namespace Decentral.Actors.Hosting;

/// <summary>Tells a watcher that the watched is gone.</summary>
public sealed class TerminatedSignal : Signal
{
    private readonly ActorRef _watched;

    /// <summary>Tells of one incarnation's end.</summary>
    public TerminatedSignal(ActorRef watched) => _watched = watched;

    /// <inheritdoc />
    public override void Refuse()
    {
    }

    internal override ulong TraceId => 7;

    internal override void Apply(ActorCell cell) => cell.WatchedEnded(_watched);
}
