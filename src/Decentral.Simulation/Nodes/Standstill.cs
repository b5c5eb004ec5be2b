namespace Decentral.Simulation.Nodes;

/// <summary>
/// What becomes of a process that stands still: whatever happens to it meanwhile waits, in its order, until it goes on.
/// </summary>
internal sealed class Standstill
{
    private readonly Queue<Action> _waiting = new();
    private DateTimeOffset _since;

    /// <summary>It stands still.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>For how long it has stood still, all times together but for the present one.</summary>
    public TimeSpan Total { get; private set; }

    public void Begin(DateTimeOffset now)
    {
        IsFrozen = true;
        _since = now;
    }

    /// <summary>Lets everything happen that has waited.</summary>
    public void End(DateTimeOffset now)
    {
        IsFrozen = false;
        Total += now - _since;
        while (_waiting.TryDequeue(out var happening))
        {
            happening();
        }
    }

    /// <summary>Does something now, or once the process goes on.</summary>
    public void WhenAwake(Action happening)
    {
        if (IsFrozen)
        {
            _waiting.Enqueue(happening);
        }
        else
        {
            happening();
        }
    }
}
