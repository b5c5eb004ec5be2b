using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Benchmarks.Actors;

namespace Decentral.Benchmarks.Nodes;

/// <summary>Sends bulk data when asked, a window of it at a time, and says when all has arrived.</summary>
internal sealed class BulkSenderActor(ActorRef receiver) : Actor,
    IReceive<SendBulk>, IReceive<TransferCompleted>, IReceive<TransferFailed>
{
    private const int Window = 256;

    private ActorRef _asker = ActorRef.None;
    private SendBulk? _work;
    private int _sent;
    private int _arrived;

    public void Receive(SendBulk message)
    {
        (_asker, _work, _sent, _arrived) = (Sender, message, 0, 0);
        while (_sent < Math.Min(Window, message.Count))
        {
            Send();
        }
    }

    public void Receive(TransferCompleted message)
    {
        _arrived++;
        if (_arrived == _work!.Count)
        {
            _work.Payload.Dispose();
            Context.Tell(_asker, default(Finished));
        }
        else if (_sent < _work.Count)
        {
            Send();
        }
    }

    public void Receive(TransferFailed message) => throw new InvalidOperationException(message.Reason);

    private void Send()
    {
        _sent++;
        Context.Transfer(receiver, new Item(_sent), _work!.Payload.Share());
    }
}
