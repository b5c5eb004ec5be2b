namespace Decentral.Storage.Journals;

/// <summary>
/// What waits for the writer thread; the writer takes all of it at once, which is what makes appends share a write.
/// </summary>
/// <param name="capacity">Requests that may wait.</param>
internal sealed class RequestQueue(int capacity)
{
    private readonly object _gate = new();
    private List<JournalRequest> _waiting = [];
    private bool _isClosed;

    /// <summary>Adds a request, or says why not.</summary>
    public bool TryAdd(JournalRequest request, out string refusal)
    {
        lock (_gate)
        {
            refusal = _isClosed ? "the journal is closed"
                : _waiting.Count >= capacity ? $"{capacity} requests already wait for the disk, the most that may"
                : "";
            if (refusal.Length > 0)
            {
                return false;
            }

            _waiting.Add(request);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>
    /// Waits for requests and takes all, in order, in exchange for an empty list; false when closed and drained.
    /// </summary>
    public bool TakeAll(ref List<JournalRequest> emptied)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            (_waiting, emptied) = (emptied, _waiting);
            return true;
        }
    }

    /// <summary>Lets nothing more in; what waits is still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }
}
