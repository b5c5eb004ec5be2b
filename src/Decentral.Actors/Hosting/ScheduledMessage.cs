namespace Decentral.Actors.Hosting;

/// <summary>A message to come later. An engine's clock calls <see cref="Fire"/> once when it is due.</summary>
public sealed class ScheduledMessage : Signal, ICancelable
{
    private readonly ActorCell _cell;
    private readonly Envelope _message;
    private IDisposable? _timer;
    private bool _ended;

    internal ScheduledMessage(ActorCell cell, in Envelope message)
    {
        _cell = cell;
        _message = message;
    }

    /// <summary>It is due: queues the message at its actor. From any thread.</summary>
    public void Fire() => _cell.Post(this);

    /// <inheritdoc />
    public void Cancel()
    {
        if (TryEnd())
        {
            _message.Release();
        }
    }

    /// <summary>Nothing to do: the actor cancelled whatever was scheduled when it began to stop.</summary>
    public override void Refuse()
    {
    }

    internal void Arm(IDisposable timer) => _timer = timer;

    internal override ulong TraceId => _message.TraceId;

    internal override void Apply(ActorCell cell)
    {
        if (TryEnd())
        {
            cell.DeliverNotice(_message);
        }
    }

    private bool TryEnd()
    {
        if (_ended)
        {
            return false;
        }

        _ended = true;
        _timer?.Dispose();
        _cell.Forget(this);
        return true;
    }
}
