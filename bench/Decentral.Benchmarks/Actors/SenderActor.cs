using Decentral.Actors;

namespace Decentral.Benchmarks.Actors;

/// <summary>Sends a window of messages whenever the one before has been answered.</summary>
internal sealed class SenderActor(ActorRef receiver, int window) : Actor, IReceive<Begin>, IReceive<Item>
{
    private ActorRef _asker = ActorRef.None;
    private int _left;

    public void Receive(Begin message)
    {
        _asker = Sender;
        _left = message.Messages;
        SendWindow();
    }

    public void Receive(Item message) => SendWindow();

    private void SendWindow()
    {
        if (_left <= 0)
        {
            Context.Tell(_asker, default(Finished));
            return;
        }

        for (var index = 0; index < window; index++)
        {
            Context.Tell(receiver, new Item(index));
        }

        _left -= window;
    }
}
