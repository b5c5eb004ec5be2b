namespace Decentral.Actors.Hosting;

/// <summary>Asks a cell to tell a watcher of its end.</summary>
public sealed class WatchSignal : Signal
{
    private readonly ActorCell _watcher;
    private readonly ActorRef _watched;

    /// <summary>Asks on behalf of a watcher.</summary>
    public WatchSignal(ActorCell watcher, ActorRef watched)
    {
        _watcher = watcher;
        _watched = watched;
    }

    /// <summary>The watched has ended before: says so to the watcher.</summary>
    public override void Refuse() => _watcher.Post(new TerminatedSignal(_watched));

    internal override ulong TraceId => 5;

    internal override void Apply(ActorCell cell) => cell.AddWatcher(_watcher);
}
