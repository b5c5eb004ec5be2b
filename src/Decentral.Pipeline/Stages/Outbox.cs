using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>Bulk data on its way.</summary>
internal sealed class Outbox : IDisposable
{
    private readonly Dictionary<TransferId, Parcel> _parcels = [];

    /// <summary>Sends a parcel, which it owns from now on.</summary>
    public void Send(IActorContext context, Parcel parcel) => _parcels.Add(parcel.Send(context), parcel);

    /// <summary>What is on its way to somebody, of a kind.</summary>
    public IEnumerable<THeader> HeadersTo<THeader>(ActorRef receiver)
        where THeader : notnull =>
        _parcels.Values.OfType<ParcelTo<THeader>>().Where(parcel => parcel.Receiver == receiver).Select(parcel => parcel.Header);

    /// <summary>One has arrived.</summary>
    public void Completed(TransferId transfer)
    {
        if (_parcels.Remove(transfer, out var parcel))
        {
            parcel.Dispose();
        }
    }

    /// <summary>One has not arrived.</summary>
    /// <returns>The parcel, whose owner is the caller now; null where it is of no use any more.</returns>
    public Parcel? Failed(TransferId transfer) => _parcels.Remove(transfer, out var parcel) ? parcel : null;

    /// <summary>Gives up what is of earlier epochs.</summary>
    public void DropBefore(Epoch epoch)
    {
        foreach (var (transfer, parcel) in _parcels.Where(sent => sent.Value.Epoch < epoch).ToArray())
        {
            _parcels.Remove(transfer);
            parcel.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var parcel in _parcels.Values)
        {
            parcel.Dispose();
        }

        _parcels.Clear();
    }
}
