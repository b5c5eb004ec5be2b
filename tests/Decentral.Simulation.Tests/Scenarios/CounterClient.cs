using Decentral.Actors;

namespace Decentral.Simulation.Tests.Scenarios;

/// <summary>Has the counter count to a goal, one number at a time; each is resent until it is confirmed.</summary>
internal sealed class CounterClient(string name, long goal, Action<long> confirmed)
    : Actor, IReceive<Confirmed>, IReceive<ResendIncrement>
{
    private ICancelable? _resend;
    private long _number = 1;

    public void Receive(Confirmed message)
    {
        if (message.Number != _number)
        {
            return;
        }

        _resend?.Cancel();
        confirmed(_number++);
        Send();
    }

    public void Receive(ResendIncrement message) => Send();

    protected override void Started() => Send();

    private void Send()
    {
        if (_number <= goal)
        {
            Context.Tell(Context.Named("counter"), new Increment(name, _number));
            _resend = Context.Schedule(TimeSpan.FromSeconds(1), default(ResendIncrement));
        }
    }
}
