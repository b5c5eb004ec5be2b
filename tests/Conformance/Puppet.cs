using Decentral.Actors;
using Decentral.Actors.Membership;
using Decentral.Actors.Messages;
using Decentral.Actors.Transfers;
using Decentral.Conformance.Ledger;

namespace Decentral.Conformance;

/// <summary>An actor that does what the test says, and remembers all else that it is told.</summary>
public sealed class Puppet : Actor,
    IReceive<Do>,
    IReceive<AwaitSeen>,
    IReceive<Note>,
    IReceive<Owned>,
    IReceive<Terminated>,
    IReceive<Failed>,
    IReceive<MemberUp>,
    IReceive<MemberLost>,
    IReceive<Receipt>,
    IReceive<Transferred<Note>>,
    IReceive<TransferCompleted>,
    IReceive<TransferFailed>
{
    private readonly List<object> _seen = [];
    private readonly List<(ActorRef Asker, int Count)> _waiting = [];

    /// <summary>What the engine offers; of use in the puppet's turn alone.</summary>
    public IActorContext Engine => Context;

    public IReadOnlyList<object> Remembered => _seen;

    public Action? OnStopped { get; set; }

    public Action<Puppet, Note>? OnNote { get; set; }

    public void Receive(Do message) => Context.Tell(Sender, message.Action(this));

    public void Receive(AwaitSeen message)
    {
        _waiting.Add((Sender, message.Count));
        Answer();
    }

    public void Receive(Note message)
    {
        Remember(message);
        OnNote?.Invoke(this, message);
    }

    public void Receive(Owned message)
    {
        Remember(message);
        message.Dispose();
    }

    public void Receive(Terminated message) => Remember(message);

    public void Receive(Failed message) => Remember(message);

    public void Receive(MemberUp message) => Remember(message);

    public void Receive(MemberLost message) => Remember(message);

    public void Receive(Receipt message) => Remember(message);

    public void Receive(Transferred<Note> message) => Remember(message);

    public void Receive(TransferCompleted message) => Remember(message);

    public void Receive(TransferFailed message) => Remember(message);

    protected override void Stopped() => OnStopped?.Invoke();

    private void Remember(object message)
    {
        _seen.Add(message);
        Answer();
    }

    private void Answer()
    {
        foreach (var (asker, _) in _waiting.FindAll(waits => waits.Count <= _seen.Count))
        {
            Context.Tell(asker, new Sight([.. _seen]));
        }

        _waiting.RemoveAll(waits => waits.Count <= _seen.Count);
    }
}
