using Decentral.Simulation;

namespace Decentral.Actors.Tests;

public sealed class ActorTests
{
    [Fact]
    public void Context_BeforeTheStart_SaysWhatToDo()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Curious());

        Assert.Contains("Started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spawn_FactoryThatGivesARunningActor_FailsTheSecondAndLeavesTheFirst()
    {
        var failures = new List<Exception>();
        var world = new SimulatedWorld(new SimulatedWorldOptions { RootFailureObserver = f => failures.Add(f.Cause) });
        var system = world.AddNode("node").System;
        var actor = new Plain();

        system.Spawn("first", () => actor);
        system.Spawn("second", () => actor);
        world.RunUntilIdle();

        Assert.Contains("new actor at each call", Assert.Single(failures).Message, StringComparison.Ordinal);
        Assert.False(actor.HasStopped);
    }

    private sealed class Plain : Actor
    {
        public bool HasStopped { get; private set; }

        protected internal override void Stopped() => HasStopped = true;
    }

    private sealed class Curious : Actor
    {
        public Curious() => Context.Stop(Self);
    }
}
