namespace Decentral.Actors.Nodes.Listening;

/// <summary>One connection, until it is known whose it is, or has ended.</summary>
internal sealed class Stranger : IDisposable
{
    private readonly Strangers _strangers;
    private readonly ITimer _patience;
    private int _isGone;

    public Stranger(Strangers strangers, Action turnAway, TimeSpan patience, TimeProvider time)
    {
        _strangers = strangers;
        _patience = time.CreateTimer(
            static turnAway => ((Action)turnAway!)(), turnAway, patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It is known whose the connection is: it has all the time that it wants.</summary>
    public void Introduced() => Dispose();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGone, 1) == 0)
        {
            _patience.Dispose();
            _strangers.Leave();
        }
    }
}
