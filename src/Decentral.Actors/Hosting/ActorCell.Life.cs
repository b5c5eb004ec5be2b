using Decentral.Actors.Messages;

namespace Decentral.Actors.Hosting;

/// <content>What happens in the turns of an actor: from its first over messages, failures and ends to its own.</content>
public abstract partial class ActorCell
{
    /// <summary>Handles one envelope, in the actor's turn.</summary>
    protected void Handle(in Envelope envelope)
    {
        if (envelope.Type is null)
        {
            ((Signal)envelope.Carried).Apply(this);
        }
        else if (_stage == LifeStage.Running)
        {
            Deliver(envelope);
        }
        else
        {
            DeadLetters.Take(envelope, Self, DeadLetterReason.NoReceiver);
        }

        if (_stopRequested && _stage == LifeStage.Running)
        {
            BeginStopping();
        }
    }

    /// <summary>Ends an envelope that waited when the cell ended.</summary>
    protected void Refuse(in Envelope envelope)
    {
        if (envelope.Type is null)
        {
            ((Signal)envelope.Carried).Refuse();
        }
        else
        {
            DeadLetters.Take(envelope, Self, DeadLetterReason.NoReceiver);
        }
    }

    /// <summary>The cell is gone with its node: nobody is told, nothing runs, and what was scheduled is released.</summary>
    protected void Vanish()
    {
        _stage = LifeStage.Ended;
        CancelScheduled();
    }

    internal void Begin()
    {
        try
        {
            var actor = _factory();
            actor.Attach(this);
            _actor = actor;
            actor.Started();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    internal void RequestStop() => _stopRequested = true;

    /// <summary>The supervision boundary: the actor ends, its parent hears of it, and no other actor is touched.</summary>
    internal void Fail(Exception failure)
    {
        if (_stage != LifeStage.Running)
        {
            return;
        }

        _failure ??= failure;
        _stopRequested = true;
        HostingLog.Failed(Log, failure);
    }

    internal void DeliverNotice(in Envelope notice)
    {
        if (_stage == LifeStage.Running)
        {
            Deliver(notice);
        }
        else
        {
            DropLate(notice);
        }
    }

    internal void DropLate(in Envelope message) => DeadLetters.Take(message, Self, DeadLetterReason.NoReceiver);

    internal void Forget(ScheduledMessage message) => _scheduled.Remove(message);

    internal void AddWatcher(ActorCell watcher)
    {
        if (!_watchers.Contains(watcher))
        {
            _watchers.Add(watcher);
        }
    }

    internal void RemoveWatcher(ActorCell watcher) => _watchers.Remove(watcher);

    internal void WatchedEnded(ActorRef watched)
    {
        if (!_watched.Remove(watched) || _stage != LifeStage.Running)
        {
            return;
        }

        if (!TryDeliver(new Terminated(watched)))
        {
            Fail(new UnhandledTerminationException(Self, watched));
        }
    }

    internal void ChildEnded(ActorCell child, Exception? failure)
    {
        _children.Remove(child.Self.Address.Name);
        if (_stage == LifeStage.Stopping)
        {
            EndIfChildless();
        }
        else if (failure is not null)
        {
            TakeFailure(new Failed(child.Self, failure));
        }
    }

    private void TakeFailure(Failed failed)
    {
        if (!TryDeliver(failed))
        {
            Fail(new UnhandledFailureException(Self, failed));
        }
    }

    private bool TryDeliver<TMessage>(TMessage message)
        where TMessage : notnull
    {
        if (_actor is not IReceive<TMessage> receiver)
        {
            return false;
        }

        try
        {
            receiver.Receive(message);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }

        return true;
    }

    private void Deliver(in Envelope envelope)
    {
        Sender = envelope.Sender;
        try
        {
            if (!envelope.Type!.TryDeliver(_actor!, envelope.Carried))
            {
                DeadLetters.Take(envelope, Self, DeadLetterReason.NotTaken);
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            Sender = ActorRef.None;
        }
    }

    private void BeginStopping()
    {
        _stage = LifeStage.Stopping;
        CancelScheduled();
        foreach (var child in _children.Values)
        {
            child.PostStop();
        }

        EndIfChildless();
    }

    private void CancelScheduled()
    {
        foreach (var scheduled in _scheduled.ToArray())
        {
            scheduled.Cancel();
        }
    }

    private void EndIfChildless()
    {
        if (_children.Count > 0)
        {
            return;
        }

        StopActor();
        _stage = LifeStage.Ended;
        Close();
        _parent?.Post(new ChildEndedSignal(this, _failure));
        foreach (var watcher in _watchers)
        {
            watcher.Post(new TerminatedSignal(Self));
        }

        Ended(_failure);
    }

    private void StopActor()
    {
        if (_actor is null)
        {
            return;
        }

        try
        {
            _actor.Stopped();
        }
        catch (Exception failure)
        {
            _failure ??= failure;
            HostingLog.Failed(Log, failure);
        }
    }
}
