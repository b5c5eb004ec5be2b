using Decentral.Simulation.Faults;
using Decentral.Simulation.Nodes;

namespace Decentral.Simulation.Tests.Scenarios;

/// <summary>
/// A journaled counter on a hub and clients on other nodes, under a drawn plan of faults. Whatever was confirmed to a client
/// must be durable at once and for ever, and nothing is counted twice.
/// </summary>
internal sealed class CounterWorld
{
    public const int Goal = 20;

    private static readonly string[] Clients = ["client-1", "client-2", "client-3"];

    private readonly SortedDictionary<string, long> _confirmed = new(StringComparer.Ordinal);
    private readonly SimulatedNode _hub;

    public CounterWorld(ulong seed)
    {
        World = new SimulatedWorld(new SimulatedWorldOptions { Seed = seed, RootFailureObserver = _ => { } });
        _hub = World.AddNode("hub", new SimulatedNodeOptions
        {
            Boot = node => node.System.Spawn("keeper", () => new CounterKeeper(node.Journal)),
        });
        foreach (var name in Clients)
        {
            World.AddNode(name, new SimulatedNodeOptions { Boot = BootClient });
        }

        Plan = DrawPlan(seed);
        World.Apply(Plan);
        World.AddChecker("confirmed is durable", FindLost);
        World.AddChecker("counted once", FindCountedTwice);
    }

    public SimulatedWorld World { get; }

    public FaultPlan Plan { get; }

    public void RunToTheGoal() =>
        World.RunUntil(() => Clients.All(name => _confirmed.GetValueOrDefault(name) == Goal), TimeSpan.FromMinutes(10));

    /// <summary>Standstills are drawn apart from the rest, so that a seed keeps the world it had before there were any.</summary>
    private FaultPlan DrawPlan(ulong seed)
    {
        var bounds = new FaultPlanBounds
        {
            Nodes = [.. World.Nodes.Select(node => node.Id)],
            Actors = [(_hub.Id, "keeper/counter")],
            Kinds = [.. Enum.GetValues<FaultKind>().Except([FaultKind.FreezeNode])],
            Horizon = 600,
            MaxFaults = 8,
            DiskLossShare = 0,
        };
        var plan = FaultPlan.Draw(seed, bounds);
        var freezes = FaultPlan.Draw(~seed, bounds with { Kinds = [FaultKind.FreezeNode], MaxFaults = 1 });
        return plan with { Faults = [.. plan.Faults, .. freezes.Faults] };
    }

    private void BootClient(SimulatedNode node)
    {
        var name = node.Id.Name;
        // A client that was restarted begins anew; what it asks again is counted once all the same.
        node.System.Spawn("client", () => new CounterClient(name, Goal, number => Confirm(name, number)));
    }

    private void Confirm(string name, long number)
    {
        _confirmed[name] = Math.Max(number, _confirmed.GetValueOrDefault(name));
        World.Trace.Add((ulong)number);
    }

    private string? FindLost()
    {
        var durable = Counted().GroupBy(counted => counted.Client)
            .ToDictionary(counts => counts.Key, counts => counts.Max(counted => counted.Number));
        foreach (var (name, number) in _confirmed)
        {
            if (durable.GetValueOrDefault(name) < number)
            {
                return $"{name} was told that {number} is counted, and the journal ends at {durable.GetValueOrDefault(name)}";
            }
        }

        return null;
    }

    private string? FindCountedTwice()
    {
        var counted = Counted().ToArray();
        return counted.Distinct().Count() == counted.Length ? null : "a number is in the journal twice";
    }

    private IEnumerable<Incremented> Counted() =>
        _hub.Disk.Durable(Counter.Stream).Select(new IncrementedSerializer().Read);
}
