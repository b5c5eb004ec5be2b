using Decentral.Actors;
using Decentral.Actors.Flow;

namespace Decentral.Conformance.Flow;

/// <summary>Sends parcels as credit allows, and asks for credit every second while there is none.</summary>
public sealed class Producer(ActorRef consumer, int parcels)
    : Actor, IReceive<CreditGranted>, IReceive<Note>, IReceive<AwaitSeen>
{
    private readonly CreditWindow _window = new();

    public void Receive(CreditGranted message)
    {
        _window.Receive(message);
        while (_window.Sent < parcels && _window.TrySend())
        {
            Context.Tell(consumer, new Parcel(_window.Sent));
        }
    }

    public void Receive(Note message)
    {
        if (_window.Sent < parcels)
        {
            Context.Tell(consumer, _window.Request());
            Context.Schedule(TimeSpan.FromSeconds(1), message);
        }
    }

    public void Receive(AwaitSeen message) => Context.Tell(Sender, new Sight([_window.Sent]));

    protected override void Started() => Receive(new Note(0));
}
