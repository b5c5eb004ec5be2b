namespace Decentral.Actors.Nodes.Links;

/// <summary>
/// How long to wait before the next attempt to connect: grows from the first to the longest wait by so little that it is
/// always about a quarter of the time for which there has been no connection, and each is drawn from its upper half, so
/// that many nodes that lost one hub do not come back at one instant.
/// </summary>
internal sealed class RetryBackoff
{
    private const double Growth = 1.25;

    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly Random _random;
    private TimeSpan _next;

    public RetryBackoff(TimeSpan first, TimeSpan longest, Random random)
    {
        _first = first;
        _longest = longest;
        _random = random;
        _next = first;
    }

    public TimeSpan Next()
    {
        var wait = _next * (0.5 + (_random.NextDouble() / 2));
        _next = _next * Growth < _longest ? _next * Growth : _longest;
        return wait;
    }

    /// <summary>A connection held: the next wait is the first again.</summary>
    public void Reset() => _next = _first;
}
