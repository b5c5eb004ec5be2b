using Decentral.Actors;
using Decentral.Actors.Flow;

namespace Decentral.Conformance.Flow;

/// <summary>Takes parcels in and grants credit; the grants that the test names are lost on their way.</summary>
public sealed class Consumer(int window, Func<int, bool> losesGrant, Func<long, bool> losesParcel)
    : Actor, IReceive<Parcel>, IReceive<CreditRequested>, IReceive<AwaitSeen>
{
    private readonly CreditSource _source = new(window);
    private readonly List<object> _taken = [];
    private int _grants;

    public void Receive(Parcel message)
    {
        if (losesParcel(message.Sent))
        {
            return;
        }

        _taken.Add(message.Sent);
        if (_source.Take(message.Sent))
        {
            Send(_source.Grant());
        }
    }

    public void Receive(CreditRequested message) => Send(_source.Answer(message));

    public void Receive(AwaitSeen message) => Context.Tell(Sender, new Sight([.. _taken]));

    private void Send(CreditGranted grant)
    {
        if (!losesGrant(_grants++))
        {
            Context.Tell(Sender, grant);
        }
    }
}
