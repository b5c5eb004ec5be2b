using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Benchmarks.Actors;

namespace Decentral.Benchmarks.Nodes;

/// <summary>Takes bulk data, and answers small messages.</summary>
internal sealed class BulkReceiverActor : Actor, IReceive<Transferred<Item>>, IReceive<Item>
{
    public void Receive(Transferred<Item> message) => message.Dispose();

    public void Receive(Item message) => Context.Tell(Sender, message);
}
