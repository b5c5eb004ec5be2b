using Decentral.Actors;
using Decentral.Benchmarks.Actors;
using Decentral.Benchmarks.Measuring;
using Decentral.Simulation;
using Decentral.Simulation.Nodes;

namespace Decentral.Benchmarks.Simulation;

/// <summary>Simulated events a second: messages within a node, messages over a link, timers.</summary>
internal static class SimulationBenchmark
{
    private const int Events = 1_048_576;
    private const int Window = 64;

    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(365);

    public static IEnumerable<string> Run(int turns)
    {
        var comparison = new Comparison(
            "simulation",
            "event",
            CreatePair("messages within a node", "node", "node"),
            [CreatePair("messages over a link", "node", "other"), CreateTimers()]);
        yield return comparison.Run(turns);
    }

    private static Contender CreatePair(string name, string senderNode, string receiverNode)
    {
        var world = new SimulatedWorld();
        world.AddNode("node");
        world.AddNode("other");
        var receiver = Node(world, receiverNode).System.Spawn("receiver", () => new ReceiverActor(Window));
        var system = Node(world, senderNode).System;
        var sender = system.Spawn("sender", () => new SenderActor(receiver, Window));
        // Over a link each message is two events, its arrival and the turn that handles it.
        var messages = senderNode == receiverNode ? Events : Events / 2;
        return Contender.InProcess(name, Events, () =>
        {
            world.Run(system.Ask<Begin, Finished>(sender, new Begin(messages), Patience), Patience);
            // Within a node no virtual time passes, and a world bounds what happens at one instant.
            world.RunFor(Instant);
        });
    }

    private static Contender CreateTimers()
    {
        var world = new SimulatedWorld();
        var system = world.AddNode("node").System;
        var clock = system.Spawn("clock", () => new ClockActor());
        return Contender.InProcess("timers", Events, () =>
            world.Run(system.Ask<Begin, Finished>(clock, new Begin(Events / 2), Patience), Patience));
    }

    private static SimulatedNode Node(SimulatedWorld world, string name) => world.NodeOf(new NodeId(name));
}
