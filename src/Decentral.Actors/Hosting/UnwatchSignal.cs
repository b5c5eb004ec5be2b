namespace Decentral.Actors.Hosting;

/// <summary>Takes back a <see cref="WatchSignal"/>.</summary>
public sealed class UnwatchSignal : Signal
{
    private readonly ActorCell _watcher;

    /// <summary>Takes it back on behalf of a watcher.</summary>
    public UnwatchSignal(ActorCell watcher) => _watcher = watcher;

    /// <inheritdoc />
    public override void Refuse()
    {
    }

    internal override ulong TraceId => 6;

    internal override void Apply(ActorCell cell) => cell.RemoveWatcher(_watcher);
}
