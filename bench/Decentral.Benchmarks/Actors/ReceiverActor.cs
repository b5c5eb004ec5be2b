using Decentral.Actors;

namespace Decentral.Benchmarks.Actors;

/// <summary>Answers the last message of each window.</summary>
internal sealed class ReceiverActor(int window) : Actor, IReceive<Item>
{
    private int _received;

    public void Receive(Item message)
    {
        if (++_received % window == 0)
        {
            Context.Tell(Sender, message);
        }
    }
}
