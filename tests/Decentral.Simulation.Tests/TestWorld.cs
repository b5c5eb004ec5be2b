using Decentral.Actors;
using Decentral.Conformance;
using Decentral.Simulation.Network;
using Decentral.Simulation.Nodes;

namespace Decentral.Simulation.Tests;

/// <summary>A world of puppets on several nodes.</summary>
internal sealed class TestWorld
{
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static readonly LinkProfile SlowLink = new()
    {
        Latency = TimeSpan.FromMilliseconds(100),
        BytesPerSecond = 1e6,
    };

    private readonly List<DeadLetter> _deadLetters = [];

    public TestWorld(SimulatedWorldOptions? options = null, params string[] nodes)
    {
        World = new SimulatedWorld((options ?? new SimulatedWorldOptions { Links = SlowLink }) with
        {
            DeadLetterObserver = _deadLetters.Add,
        });
        foreach (var name in nodes)
        {
            World.AddNode(name);
        }
    }

    public SimulatedWorld World { get; }

    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    public SimulatedNode this[string name] => World.NodeOf(new NodeId(name));

    public ActorRef SpawnPuppet(string node, string name) => this[node].System.Spawn(name, () => new Puppet());

    public TResult Act<TResult>(ActorRef puppet, Func<Puppet, TResult> action)
    {
        var told = new Do(actor => new Done(action(actor)));
        var answer = World.NodeOf(puppet.Address.Node).System.Ask<Do, Done>(puppet, told, Patience);
        return (TResult)World.Run(answer, Patience).Result!;
    }

    public void Act(ActorRef puppet, Action<Puppet> action) => Act(puppet, actor =>
    {
        action(actor);
        return true;
    });

    public void Tell(ActorRef sender, ActorRef receiver, params long[] values) => Act(sender, puppet =>
    {
        foreach (var value in values)
        {
            puppet.Engine.Tell(receiver, new Note(value));
        }
    });

    public object[] Seen(ActorRef puppet) => Act(puppet, actor => actor.Remembered.ToArray());
}
