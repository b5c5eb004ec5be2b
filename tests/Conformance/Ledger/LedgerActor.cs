using Decentral.Actors;
using Decentral.Actors.EventSourcing;

namespace Decentral.Conformance.Ledger;

public sealed class LedgerActor(EventSourcedOptions<Deposited> options, ActorRef observer)
    : EventSourcedActor<long, Deposit, Deposited, Receipt>(new LedgerBehavior(), options),
    IReceive<Deposit>,
    IReceive<LedgerQuery>
{
    public void Receive(Deposit message) => Submit(message);

    public void Receive(LedgerQuery message) => Context.Tell(Sender, new LedgerAnswer(State, DroppedCommands));

    protected override void Recovered()
    {
        if (State > 0)
        {
            Context.Tell(observer, new Receipt("resumed", State));
        }
    }

    protected override void Run(Receipt effect) => Context.Tell(observer, effect);
}
