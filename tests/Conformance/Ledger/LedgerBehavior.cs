using Decentral.Actors.EventSourcing;

namespace Decentral.Conformance.Ledger;

public sealed class LedgerBehavior : EventSourcedBehavior<long, Deposit, Deposited, Receipt>
{
    public override long Initial => 0;

    public override Decision<Deposited, Receipt> Decide(long state, Deposit command, DateTimeOffset now) =>
        command.Amount < 0
            ? new Decision<Deposited, Receipt>([], [new Receipt("refused", state)], "amounts are not negative")
            : new Decision<Deposited, Receipt>(
                [new Deposited(command.Amount)],
                [new Receipt("deposited", state + command.Amount)],
                "amount taken");

    public override long Apply(long state, Deposited happened) => state + happened.Amount;
}
