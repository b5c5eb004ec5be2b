using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Benchmarks.Actors;

namespace Decentral.Benchmarks.Nodes;

/// <summary>Sends bulk data when asked, and says when it has arrived.</summary>
internal sealed class BulkSenderActor(ActorRef receiver) : Actor,
    IReceive<SendBulk>, IReceive<TransferCompleted>, IReceive<TransferFailed>
{
    private ActorRef _asker = ActorRef.None;

    public void Receive(SendBulk message)
    {
        _asker = Sender;
        Context.Transfer(receiver, new Item(0), message.Payload);
    }

    public void Receive(TransferCompleted message) => Context.Tell(_asker, default(Finished));

    public void Receive(TransferFailed message) => throw new InvalidOperationException(message.Reason);
}
