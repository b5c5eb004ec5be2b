using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Messages;

namespace Decentral.Simulation.Tests.Scenarios;

/// <summary>Keeps a counter running: one that failed is started again after a while.</summary>
internal sealed class CounterKeeper(IJournal journal) : Actor, IReceive<Failed>, IReceive<RestartCounter>
{
    public void Receive(Failed message) => Context.Schedule(TimeSpan.FromSeconds(1), default(RestartCounter));

    public void Receive(RestartCounter message) => Start();

    protected override void Started() => Start();

    private void Start() =>
        Context.Spawn("counter", () => new Counter(journal), new SpawnOptions { WellKnownName = "counter" });
}
