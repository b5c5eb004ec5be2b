using Decentral.Actors;
using Decentral.Actors.Membership;
using Decentral.Actors.Messages;

namespace Decentral.Conformance.Linked;

public abstract partial class LinkedConformance
{
    [Fact]
    public async Task Watch_ActorThatStops_TellsAfterItsLastMessage()
    {
        await using var world = await CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppetThere("watched");
        await WatchForGood(world, watcher, watched);

        await world.Act(watched, puppet =>
        {
            puppet.OnStopped = () => puppet.Engine.Tell(world.SeenFrom(world.There, watcher), new Note(100));
            puppet.Engine.Stop(watched);
        });

        Assert.Equal([new Note(100), new Terminated(world.SeenFromHere(watched))], await world.Seen(watcher, 2));
    }

    [Fact]
    public async Task Watch_ActorThatThrows_TellsToo()
    {
        await using var world = await CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppetThere("watched");
        await WatchForGood(world, watcher, watched);

        await world.Act(watched, puppet => puppet.OnNote = (_, _) => throw new InvalidOperationException("told to"));
        world.There.Tell(watched, new Note(1));

        Assert.Equal([new Terminated(world.SeenFromHere(watched))], await world.Seen(watcher, 1));
    }

    [Fact]
    public async Task Watch_ActorThatIsGone_TellsAtOnce()
    {
        await using var world = await CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppetThere("watched");
        await world.Act(watched, puppet => puppet.Engine.Stop(watched));
        await world.WhenStopped(watched);

        await world.Act(watcher, puppet => puppet.Engine.Watch(world.SeenFromHere(watched)));

        Assert.Equal([new Terminated(world.SeenFromHere(watched))], await world.Seen(watcher, 1));
    }

    [Fact]
    public async Task Unwatch_ActorThatStops_TellsNothing()
    {
        await using var world = await CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppetThere("watched");
        await WatchForGood(world, watcher, watched);

        await world.Act(watcher, puppet => puppet.Engine.Unwatch(world.SeenFromHere(watched)));
        await world.Act(watched, puppet =>
        {
            puppet.OnStopped = () => puppet.Engine.Tell(world.SeenFrom(world.There, watcher), new Note(1));
            puppet.Engine.Stop(watched);
        });
        await world.Seen(watcher, 1);
        world.System.Tell(watcher, new Note(2));

        Assert.Equal([new Note(1), new Note(2)], await world.Seen(watcher, 2));
    }

    [Fact]
    public async Task Watch_ActorOfANodeThatEnds_TellsOfActorAndMember()
    {
        await using var world = await CreateWorld();
        var watcher = world.SpawnPuppet("watcher");
        var watched = world.SpawnPuppetThere("watched");
        await WatchForGood(world, watcher, watched);
        await world.Act(watcher, puppet => puppet.Engine.Cluster.Subscribe());
        await SeenWith(world, watcher, seen => seen.OfType<MemberUp>().Any(news => news.Member.Node == world.There.Node));

        await world.EndThere();
        var seen = await SeenWith(world, watcher, seen => seen.OfType<MemberLost>().Any() && seen.OfType<Terminated>().Any());

        Assert.Equal(new Terminated(world.SeenFromHere(watched)), Assert.Single(seen.OfType<Terminated>()));
        Assert.Equal(world.There.Node, Assert.Single(seen.OfType<MemberLost>()).Member.Node);
        Assert.DoesNotContain(
            world.There.Node,
            await world.Act(watcher, puppet => puppet.Engine.Cluster.Members.Select(member => member.Node).ToArray()));
    }

    /// <summary>What a puppet has seen once that is as it should be, whatever else comes between.</summary>
    private static async Task<object[]> SeenWith(LinkedWorld world, ActorRef puppet, Func<object[], bool> isEnough)
    {
        var seen = await world.Seen(puppet, 1);
        while (!isEnough(seen))
        {
            seen = await world.Seen(puppet, seen.Length + 1);
        }

        return seen;
    }

    /// <summary>Watches, and waits until the watched's node knows of it.</summary>
    private static async Task WatchForGood(LinkedWorld world, ActorRef watcher, ActorRef watched)
    {
        var probe = world.SpawnPuppetThere("probe");
        await world.Act(watcher, puppet =>
        {
            puppet.Engine.Watch(world.SeenFromHere(watched));

            // In order for this pair of nodes: when it is there, so is the watch.
            puppet.Engine.Tell(world.SeenFromHere(probe), new Note(0));
        });
        await world.Seen(probe, 1);
    }
}
