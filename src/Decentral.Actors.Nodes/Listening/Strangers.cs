namespace Decentral.Actors.Nodes.Listening;

/// <summary>
/// Connections to a listener of which it is not known whose they are: so many at one time, and each for so long, from
/// before its first byte. They are counted apart from the members' connections, and take no room from them. From any
/// thread.
/// </summary>
/// <param name="limit">Connections at one time.</param>
/// <param name="patience">How long each may take to say who it is, with TLS and all.</param>
/// <param name="time">The clock.</param>
internal sealed class Strangers(int limit, TimeSpan patience, TimeProvider time)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>A connection is up.</summary>
    /// <param name="turnAway">Ends it, where its time is over.</param>
    /// <returns>Null where there are too many.</returns>
    public Stranger? TryMeet(Action turnAway)
    {
        if (Interlocked.Increment(ref _count) <= limit)
        {
            return new Stranger(this, turnAway, patience, time);
        }

        Leave();
        return null;
    }

    internal void Leave() => Interlocked.Decrement(ref _count);
}
