using Decentral.Actors;
using Decentral.Benchmarks.Actors;

namespace Decentral.Benchmarks.Simulation;

/// <summary>Sets the next timer when one fires: two events each, the firing and the turn.</summary>
internal sealed class ClockActor : Actor, IReceive<Begin>, IReceive<Item>
{
    private ActorRef _asker = ActorRef.None;
    private int _left;

    public void Receive(Begin message)
    {
        _asker = Sender;
        _left = message.Messages;
        SetTimer();
    }

    public void Receive(Item message) => SetTimer();

    private void SetTimer()
    {
        if (_left-- > 0)
        {
            Context.Schedule(TimeSpan.FromMilliseconds(1), default(Item));
        }
        else
        {
            Context.Tell(_asker, default(Finished));
        }
    }
}
