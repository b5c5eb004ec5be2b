using Decentral.Actors;
using Decentral.Conformance.Linked;
using Decentral.Simulation.Network;
using Decentral.Simulation.Nodes;

namespace Decentral.Simulation.Tests;

/// <summary>Two simulated nodes in one machine room.</summary>
internal sealed class SimulatedLinkedWorld : LinkedWorld
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly List<DeadLetter> _deadLetters = [];
    private readonly List<Exception> _rootFailures = [];
    private readonly SimulatedWorld _world;
    private readonly SimulatedNode _there;

    public SimulatedLinkedWorld()
    {
        _world = new SimulatedWorld(new SimulatedWorldOptions
        {
            Seed = 1,
            Links = LinkProfile.LocalNetwork,
            DeadLetterObserver = _deadLetters.Add,
            RootFailureObserver = failed => _rootFailures.Add(failed.Cause),
        });
        System = _world.AddNode("here").System;
        _there = _world.AddNode("there");
        There = _there.System;
    }

    public override IActorSystem System { get; }

    public override IActorSystem There { get; }

    public override DateTimeOffset Now => _world.Now;

    public override IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    public override IReadOnlyList<Exception> RootFailures => _rootFailures;

    // A reference reaches from everywhere in a world.
    public override ActorRef SeenFrom(IActorSystem node, ActorRef actor) => actor;

    public override void LetTravel() => _world.RunFor(TimeSpan.FromMilliseconds(1));

    public override Task EndThere()
    {
        _there.Crash();
        return Task.CompletedTask;
    }

    public override Task<TResult> Await<TResult>(Task<TResult> task)
    {
        _world.RunUntil(() => task.IsCompleted, Patience);
        return task;
    }

    public override void Advance(TimeSpan time) => _world.RunFor(time);

    public override ValueTask DisposeAsync()
    {
        var shutDown = Task.WhenAll(_world.Nodes.Where(node => node.IsUp).Select(node => node.System.ShutDown()));
        _world.RunUntil(() => shutDown.IsCompleted, Patience);
        return new ValueTask(shutDown);
    }
}
