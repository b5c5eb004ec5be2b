using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>A parcel with what it says it is.</summary>
internal sealed record ParcelTo<THeader>(Epoch Epoch, Payload Payload, ActorRef Receiver, THeader Header) : Parcel(Epoch, Payload)
    where THeader : notnull
{
    public override TransferId Send(IActorContext context) => context.Transfer(Receiver, Header, Payload.Share());
}
