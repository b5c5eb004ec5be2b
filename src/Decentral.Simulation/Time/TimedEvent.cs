namespace Decentral.Simulation.Time;

/// <summary>Something that happens at a known time unless it is called off before.</summary>
internal abstract class TimedEvent : IDisposable
{
    private EventLoop? _loop;

    /// <summary>Names the kind and the subject in the trace.</summary>
    public abstract ulong TraceId { get; }

    /// <summary>Called off, or happened.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What happens.</summary>
    public abstract void Happen();

    public void Planned(EventLoop loop)
    {
        _loop = loop;
        IsOver = false;
    }

    public void Begin() => IsOver = true;

    /// <summary>Calls it off.</summary>
    public void Dispose()
    {
        if (!IsOver)
        {
            IsOver = true;
            _loop?.CalledOff();
        }
    }
}
