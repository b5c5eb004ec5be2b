using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>Bulk data that is sent until it has arrived, or its epoch is over.</summary>
internal abstract record Parcel(Epoch Epoch, Payload Payload) : IDisposable
{
    /// <summary>Sends it once more.</summary>
    public abstract TransferId Send(IActorContext context);

    public void Dispose() => Payload.Dispose();
}
