using Decentral.Actors;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Named_BearerAfterBearer_ReachesThePresentOne()
    {
        await using var world = CreateWorld();
        var options = new SpawnOptions { WellKnownName = "hub" };
        var sender = world.SpawnPuppet("sender");
        var hub = await world.Act(sender, puppet => puppet.Engine.Named("hub"));

        await world.Act(sender, puppet => puppet.Engine.Tell(hub, new Note(0)));
        var first = world.SpawnPuppet("first", options);
        await world.Act(sender, puppet => puppet.Engine.Tell(hub, new Note(1)));
        Assert.Equal([new Note(1)], await world.Seen(first, 1));
        await world.Act(first, puppet => puppet.Engine.Stop(first));
        await world.WhenStopped(first);
        var second = world.SpawnPuppet("second", options);
        await world.Act(sender, puppet => puppet.Engine.Tell(hub, new Note(2)));

        Assert.Equal([new Note(2)], await world.Seen(second, 1));
        Assert.Equal(new DeadLetterCounts(1, 0, 0, 0), world.System.DeadLetters);
    }

    [Fact]
    public async Task Named_SuccessorSpawnedOnTheNewsOfFailure_BearsTheName()
    {
        await using var world = CreateWorld();
        var options = new SpawnOptions { WellKnownName = "hub" };
        var parent = world.SpawnPuppet("parent");
        var first = await world.Act(parent, puppet => puppet.Engine.Spawn("hub", () => new Inattentive(_ => { }), options));
        world.System.Tell(first, new Note(1));
        await world.Seen(parent, 1);

        var second = await world.Act(parent, puppet => puppet.Engine.Spawn("hub", () => new Puppet(), options));
        await world.Act(parent, puppet => puppet.Engine.Tell(puppet.Engine.Named("hub"), new Note(2)));

        Assert.Equal([new Note(2)], await world.Seen(second, 1));
    }

    [Fact]
    public async Task Spawn_WellKnownNameThatIsBorne_IsRefused()
    {
        await using var world = CreateWorld();
        var options = new SpawnOptions { WellKnownName = "hub" };
        world.SpawnPuppet("first", options);

        Assert.Throws<InvalidOperationException>(() => world.SpawnPuppet("second", options));
    }
}
