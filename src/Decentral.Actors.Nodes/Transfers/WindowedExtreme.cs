namespace Decentral.Actors.Nodes.Transfers;

/// <summary>The greatest, or the least, of the values of a stretch of time that ends now.</summary>
internal sealed class WindowedExtreme(TimeSpan window, bool greatest)
{
    // Values that later ones have not yet surpassed, oldest first; the first is the extreme.
    private readonly LinkedList<(double Value, TimeSpan At)> _candidates = [];

    /// <summary>0 before the first value.</summary>
    public double Value => _candidates.First?.Value.Value ?? 0;

    public void Add(double value, TimeSpan now)
    {
        while (_candidates.Last is { } last && (greatest ? last.Value.Value <= value : last.Value.Value >= value))
        {
            _candidates.RemoveLast();
        }

        _candidates.AddLast((value, now));
        while (_candidates.First is { } first && now - first.Value.At > window)
        {
            _candidates.RemoveFirst();
        }
    }
}
