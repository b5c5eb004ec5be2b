using Decentral.Actors;
using Decentral.Actors.Messages;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Watch_ActorThatStops_TellsAfterItsLastMessage()
    {
        await using var world = CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppet("watched");
        await world.Act(watcher, puppet => puppet.Engine.Watch(watched));

        await world.Act(watched, puppet =>
        {
            TellNotes(puppet, watcher, 100);
            puppet.OnStopped = () => puppet.Engine.Tell(watcher, new Note(100));
            puppet.Engine.Stop(watched);
        });

        Assert.Equal([.. Notes(101), new Terminated(watched)], await world.Seen(watcher, 102));
    }

    [Fact]
    public async Task Watch_ActorThatThrows_TellsToo()
    {
        await using var world = CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppet("watched");
        await world.Act(watcher, puppet => puppet.Engine.Watch(watched));

        await world.Act(watched, puppet => puppet.OnNote = (_, _) => throw new InvalidOperationException("told to"));
        world.System.Tell(watched, new Note(1));

        Assert.Equal([new Terminated(watched)], await world.Seen(watcher, 1));
    }

    [Fact]
    public async Task Watch_ActorThatIsGone_TellsAtOnce()
    {
        await using var world = CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppet("watched");
        await world.Act(watched, puppet => puppet.Engine.Stop(watched));
        await world.WhenStopped(watched);

        await world.Act(watcher, puppet => puppet.Engine.Watch(watched));

        Assert.Equal([new Terminated(watched)], await world.Seen(watcher, 1));
    }

    [Fact]
    public async Task Watch_Nobody_TellsAtOnce()
    {
        await using var world = CreateWorld();
        var watcher = world.SpawnPuppet("watcher");

        await world.Act(watcher, puppet => puppet.Engine.Watch(ActorRef.None));

        Assert.Equal([new Terminated(ActorRef.None)], await world.Seen(watcher, 1));
    }

    [Fact]
    public async Task Watch_Twice_TellsOnce()
    {
        await using var world = CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppet("watched");
        await world.Act(watcher, puppet =>
        {
            puppet.Engine.Watch(watched);
            puppet.Engine.Watch(watched);
        });

        await world.Act(watched, puppet => puppet.Engine.Stop(watched));
        await world.Seen(watcher, 1);
        await world.Act(watcher, puppet => TellNotes(puppet, watcher, 1));

        Assert.Equal([new Terminated(watched), new Note(0)], await world.Seen(watcher, 2));
    }

    [Fact]
    public async Task Unwatch_NewsUnderWay_IsDiscarded()
    {
        await using var world = CreateWorld();
        var watcher = world.SpawnPuppet("watcher");

        await world.Act(watcher, puppet =>
        {
            // The answer waits in the watcher's own mailbox when it takes the question back.
            puppet.Engine.Watch(ActorRef.None);
            puppet.Engine.Unwatch(ActorRef.None);
            TellNotes(puppet, watcher, 1);
        });

        Assert.Equal(Notes(1), await world.Seen(watcher, 1));
    }

    [Fact]
    public async Task Watch_WithoutTakingTheNews_FailsTheWatcher()
    {
        await using var world = CreateWorld();

        var watcher = world.System.Spawn("watcher", () => new Inattentive(context => context.Watch(ActorRef.None)));

        var failure = Assert.IsType<UnhandledTerminationException>(await world.WhenStopped(watcher));
        Assert.Contains("watcher", failure.Message, StringComparison.Ordinal);
        Assert.Equal([failure], world.RootFailures);
    }

    [Fact]
    public async Task Watch_AWellKnownName_FailsTheWatcher()
    {
        await using var world = CreateWorld();

        var watcher = world.System.Spawn("watcher", () => new Inattentive(context => context.Watch(context.Named("hub"))));

        Assert.IsType<ArgumentException>(await world.WhenStopped(watcher));
    }
}
