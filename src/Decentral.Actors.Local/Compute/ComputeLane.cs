using Decentral.Actors.Compute;

namespace Decentral.Actors.Local.Compute;

/// <summary>
/// One worker's queue of work. It is ready while it has work and no thread serves it; the piece under way stays at its
/// head, so that whoever adds behind it knows that the lane need not be made ready.
/// </summary>
internal sealed class ComputeLane(ReadyLanes ready) : IComputeLane
{
    private readonly Queue<LaneWork> _waiting = new();

    public Task<TResult> Run<TResult>(ComputeCost cost, Func<TResult> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var piece = new LaneWork<TResult>(work);
        if (AddWakes(piece))
        {
            MakeReady();
        }

        return piece.Outcome;
    }

    /// <summary>The oldest piece, for the one thread that serves the lane.</summary>
    public LaneWork Begin()
    {
        lock (_waiting)
        {
            return _waiting.Peek();
        }
    }

    /// <summary>Ends the piece that <see cref="Begin"/> gave.</summary>
    public void End()
    {
        bool more;
        lock (_waiting)
        {
            _waiting.Dequeue();
            more = _waiting.Count > 0;
        }

        if (more)
        {
            MakeReady();
        }
    }

    public void AbandonAll()
    {
        lock (_waiting)
        {
            while (_waiting.TryDequeue(out var piece))
            {
                piece.Abandon(ready.Fault);
            }
        }
    }

    private bool AddWakes(LaneWork piece)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(piece);
            return _waiting.Count == 1;
        }
    }

    private void MakeReady()
    {
        if (!ready.TryAdd(this))
        {
            AbandonAll();
        }
    }
}
