using Decentral.Actors;
using Decentral.Actors.Membership;
using Decentral.Actors.Messages;
using Decentral.Conformance;

namespace Decentral.Simulation.Tests.Nodes;

public sealed class MembershipTests
{
    private static readonly TimeSpan BeforeAnyVerdict = TimeSpan.FromSeconds(4.9);
    private static readonly TimeSpan AfterEveryVerdict = TimeSpan.FromSeconds(7);

    [Fact]
    public void Crash_NodeOfAWatchedActor_TellsOnlyWithTheVerdict()
    {
        var test = new TestWorld(null, "a", "b");
        var watcher = test.SpawnPuppet("a", "watcher");
        var watched = test.SpawnPuppet("b", "watched");
        var stopped = false;
        test.Act(watched, puppet => puppet.OnStopped = () => stopped = true);
        test.Act(watcher, puppet => puppet.Engine.Watch(watched));

        test["b"].Crash();
        test.World.RunFor(BeforeAnyVerdict);
        var before = test.Seen(watcher);
        test.World.RunFor(AfterEveryVerdict);

        Assert.Empty(before);
        Assert.Equal([new Terminated(watched)], test.Seen(watcher));
        Assert.False(stopped);
    }

    [Fact]
    public void Crash_Subscriber_HearsTheMemberLostAndItsNewIncarnation()
    {
        var test = new TestWorld(null, "a", "b");
        var subscriber = test.SpawnPuppet("a", "subscriber");
        test.Act(subscriber, puppet => puppet.Engine.Cluster.Subscribe());
        test.World.RunUntilIdle();
        var former = test.Act(subscriber, puppet => puppet.Engine.Cluster.Members[1]);

        test["b"].Crash(restartsAfter: TimeSpan.FromSeconds(1));
        test.World.RunFor(TimeSpan.FromSeconds(2));

        // It came back before the verdict, which its return then settles.
        var present = former with { Incarnation = former.Incarnation + 1 };
        var seen = test.Seen(subscriber);
        Assert.Equal(former, Assert.IsType<MemberLost>(seen[2]).Member);
        Assert.Equal(new MemberUp(present), seen[3]);
        Assert.Equal(4, seen.Length);
        Assert.Equal([test.Act(subscriber, puppet => puppet.Engine.Cluster.Self), present], Members(test, subscriber));
    }

    [Fact]
    public void Restart_FormerReference_NeverReachesTheSuccessor()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var former = test.SpawnPuppet("b", "actor");
        test["b"].Crash();
        test["b"].Start();
        var successor = test.SpawnPuppet("b", "actor");

        test.Tell(sender, former, 1);
        test.Tell(sender, successor, 2);
        test.World.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal([new Note(2)], test.Seen(successor));
        Assert.True(successor.Address.Incarnation > former.Address.Incarnation);
    }

    [Fact]
    public void Watch_ActorOfALostNode_TellsAtOnce()
    {
        var test = new TestWorld(null, "a", "b");
        var watcher = test.SpawnPuppet("a", "watcher");
        var watched = test.SpawnPuppet("b", "watched");
        test["b"].Crash();
        test.World.RunFor(AfterEveryVerdict);

        test.Act(watcher, puppet => puppet.Engine.Watch(watched));

        Assert.Equal([new Terminated(watched)], test.Seen(watcher));
    }

    [Fact]
    public void Watch_ActorOfACrashedNodeBeforeTheVerdict_WaitsForIt()
    {
        var test = new TestWorld(null, "a", "b");
        var watcher = test.SpawnPuppet("a", "watcher");
        var watched = test.SpawnPuppet("b", "watched");
        test["b"].Crash();

        test.Act(watcher, puppet => puppet.Engine.Watch(watched));
        test.World.RunFor(TimeSpan.FromSeconds(1));
        var before = test.Seen(watcher).Length;
        test.World.RunFor(AfterEveryVerdict);

        Assert.Equal(0, before);
        Assert.Equal([new Terminated(watched)], test.Seen(watcher));
    }

    [Fact]
    public void Watch_RemoteActorThatStops_TellsAfterItsLastMessage()
    {
        var link = TestWorld.SlowLink with { Jitter = TimeSpan.FromSeconds(1) };
        var test = new TestWorld(new SimulatedWorldOptions { Links = link }, "a", "b");
        var watcher = test.SpawnPuppet("a", "watcher");
        var watched = test.SpawnPuppet("b", "watched");
        test.Act(watcher, puppet => puppet.Engine.Watch(watched));

        test.Tell(watched, watcher, 1, 2, 3);
        test.Act(watched, puppet => puppet.Engine.Stop(watched));
        test.World.RunUntilIdle();

        Assert.Equal([new Note(1), new Note(2), new Note(3), new Terminated(watched)], test.Seen(watcher));
    }

    [Fact]
    public void Watch_RemoteActorThatHasStopped_TellsOverTheLink()
    {
        var test = new TestWorld(null, "a", "b");
        var watcher = test.SpawnPuppet("a", "watcher");
        var watched = test.SpawnPuppet("b", "watched");
        test.Act(watched, puppet => puppet.Engine.Stop(watched));
        test.World.RunUntilIdle();

        test.Act(watcher, puppet => puppet.Engine.Watch(watched));
        test.World.RunUntilIdle();

        Assert.Equal([new Terminated(watched)], test.Seen(watcher));
    }

    [Fact]
    public void Watch_RemoteActorStopsWhileTheLinkIsCut_TellsWhenItIsHealed()
    {
        var test = new TestWorld(null, "a", "b");
        var watcher = test.SpawnPuppet("a", "watcher");
        var watched = test.SpawnPuppet("b", "watched");
        test.Act(watcher, puppet => puppet.Engine.Watch(watched));

        test.World.Cut(new NodeId("b"), new NodeId("a"));
        test.Act(watched, puppet => puppet.Engine.Stop(watched));
        test.World.RunFor(TimeSpan.FromMinutes(1));
        var before = test.Seen(watcher).Length;
        test.World.Heal(new NodeId("b"), new NodeId("a"));
        test.World.RunUntilIdle();

        Assert.Equal(0, before);
        Assert.Equal([new Terminated(watched)], test.Seen(watcher));
    }

    [Fact]
    public void Unwatch_RemoteActor_HearsNothing()
    {
        var test = new TestWorld(null, "a", "b");
        var watcher = test.SpawnPuppet("a", "watcher");
        var watched = test.SpawnPuppet("b", "watched");
        test.Act(watcher, puppet =>
        {
            puppet.Engine.Watch(watched);
            puppet.Engine.Unwatch(watched);
        });

        test.Act(watched, puppet => puppet.Engine.Stop(watched));
        test.World.RunUntilIdle();

        Assert.Empty(test.Seen(watcher));
    }

    [Fact]
    public void Isolate_ShorterThanTheVerdict_ChangesNothing()
    {
        var test = new TestWorld(null, "a", "b");
        var subscriber = test.SpawnPuppet("a", "subscriber");
        test.Act(subscriber, puppet => puppet.Engine.Cluster.Subscribe());
        var system = test["b"].System;

        test["b"].Isolate();
        test.World.RunFor(BeforeAnyVerdict);
        test["b"].Rejoin();
        test.World.RunFor(AfterEveryVerdict);

        Assert.Same(system, test["b"].System);
        Assert.Equal(2, test.Seen(subscriber).Length);
    }

    [Fact]
    public void Isolate_LongerThanTheVerdict_ComesBackAsANewIncarnation()
    {
        var test = new TestWorld(null, "a", "b");
        var subscriber = test.SpawnPuppet("a", "subscriber");
        test.Act(subscriber, puppet => puppet.Engine.Cluster.Subscribe());
        var system = test["b"].System;
        var zombie = test.SpawnPuppet("b", "zombie");

        test["b"].Isolate();
        test.World.RunFor(AfterEveryVerdict);
        var whileIsolated = test.Seen(zombie);
        test["b"].Rejoin();
        test.World.RunFor(TimeSpan.FromSeconds(1));

        Assert.Empty(whileIsolated);
        Assert.NotSame(system, test["b"].System);
        Assert.Equal([2L], Members(test, subscriber).Where(member => member.Node.Name == "b").Select(b => b.Incarnation));
        Assert.IsType<MemberLost>(test.Seen(subscriber)[2]);
    }

    [Fact]
    public void Named_BearerOnAnotherNode_IsReachedThereAndAfterItsCrashOnItsSuccessors()
    {
        var test = new TestWorld(null, "a", "b", "c");
        var sender = test.SpawnPuppet("a", "sender");
        var options = new SpawnOptions { WellKnownName = "hub" };
        var first = test["b"].System.Spawn("hub", () => new Puppet(), options);

        test.Act(sender, puppet => puppet.Engine.Tell(puppet.Engine.Named("hub"), new Note(1)));
        test.World.RunUntilIdle();
        var seenByTheFirst = test.Seen(first);
        test["b"].Crash();
        var second = test["c"].System.Spawn("hub", () => new Puppet(), options);
        test.Act(sender, puppet => puppet.Engine.Tell(puppet.Engine.Named("hub"), new Note(2)));
        test.World.RunUntilIdle();

        Assert.Equal([new Note(1)], seenByTheFirst);
        Assert.Equal([new Note(2)], test.Seen(second));
    }

    private static IReadOnlyList<Member> Members(TestWorld test, ActorRef puppet) =>
        test.Act(puppet, actor => actor.Engine.Cluster.Members);
}
