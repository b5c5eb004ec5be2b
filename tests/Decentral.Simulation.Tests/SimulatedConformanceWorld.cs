using Decentral.Actors;
using Decentral.Conformance;

namespace Decentral.Simulation.Tests;

internal sealed class SimulatedConformanceWorld : ConformanceWorld
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly List<DeadLetter> _deadLetters = [];
    private readonly List<Exception> _rootFailures = [];
    private readonly SimulatedWorld _world;

    public SimulatedConformanceWorld()
    {
        _world = new SimulatedWorld(new SimulatedWorldOptions
        {
            Seed = 1,
            DeadLetterObserver = _deadLetters.Add,
            RootFailureObserver = failed => _rootFailures.Add(failed.Cause),
        });
        System = _world.AddNode("node").System;
    }

    public override IActorSystem System { get; }

    public override DateTimeOffset Now => _world.Now;

    public override IReadOnlyList<DeadLetter> DeadLetters => _deadLetters;

    public override IReadOnlyList<Exception> RootFailures => _rootFailures;

    public override Task<TResult> Await<TResult>(Task<TResult> task)
    {
        _world.RunUntil(() => task.IsCompleted, Patience);
        return task;
    }

    public override void Advance(TimeSpan time) => _world.RunFor(time);

    public override ValueTask DisposeAsync()
    {
        var shutDown = System.ShutDown();
        _world.RunUntil(() => shutDown.IsCompleted, Patience);
        return new ValueTask(shutDown);
    }
}
