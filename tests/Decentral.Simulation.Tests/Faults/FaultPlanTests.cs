using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Simulation.Faults;

namespace Decentral.Simulation.Tests.Faults;

public sealed class FaultPlanTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");

    private static readonly FaultPlanBounds Bounds = new()
    {
        Nodes = [A, B],
        Actors = [(A, "actor"), (B, "actor/child")],
        Kinds = [.. Enum.GetValues<FaultKind>()],
    };

    [Fact]
    public void Draw_OneSeed_GivesOnePlan()
    {
        Assert.Equal(FaultPlan.Draw(5, Bounds).ToString(), FaultPlan.Draw(5, Bounds).ToString());
        Assert.NotEqual(FaultPlan.Draw(5, Bounds).ToString(), FaultPlan.Draw(6, Bounds).ToString());
    }

    [Fact]
    public void Draw_ManySeeds_ReachesEveryKindNodeAndActor()
    {
        var plans = Enumerable.Range(0, 200).Select(seed => FaultPlan.Draw((ulong)seed, Bounds)).ToArray();
        var faults = plans.SelectMany(plan => plan.Faults).ToArray();

        Assert.Equal(
            Enum.GetNames<FaultKind>().Order(), faults.Select(fault => fault.GetType().Name).Distinct().Order());
        Assert.Equal([A, B], faults.OfType<CrashNode>().Select(crash => crash.Node).Distinct().Order());
        Assert.Equal(["actor", "actor/child"], faults.OfType<FailActor>().Select(fail => fail.Path).Distinct().Order());
        Assert.Contains(faults.OfType<CrashNode>(), crash => !crash.KeepsDisk);
        Assert.Contains(plans, plan => plan.Links!.Loss > 0);
        Assert.Contains(plans, plan => plan.Links!.Loss == 0);
        Assert.Contains(plans, plan => plan.Slowdowns.Count > 0);
        Assert.Contains(plans, plan => plan.Faults.Count == 0);
        Assert.All(faults.OfType<CutLink>(), cut => Assert.NotEqual(cut.From, cut.To));
    }

    [Fact]
    public void CrashNode_AtItsEvent_StrikesAndRestarts()
    {
        var test = new TestWorld(null, "a", "b");
        var puppet = test.SpawnPuppet("a", "puppet");
        test.World.Add(new CrashNode(3, B, KeepsDisk: true, TimeSpan.FromSeconds(1)));
        test.World.RunUntilIdle();
        var before = test["b"].IsUp;

        test.Act(puppet, _ => { });
        test.Act(puppet, _ => { });
        var struck = !test["b"].IsUp;
        test.World.RunFor(TimeSpan.FromSeconds(2));

        Assert.True(before);
        Assert.True(struck);
        Assert.True(test["b"].IsUp);
    }

    [Fact]
    public void FailActor_SomeoneAtThePath_FailsWithTheInjectedFault()
    {
        var failures = new List<Exception>();
        var world = new SimulatedWorld(new SimulatedWorldOptions { RootFailureObserver = f => failures.Add(f.Cause) });
        world.AddNode("a").System.Spawn("actor", () => new Conformance.Puppet());

        world.Add(new FailActor(1, A, "actor"));
        world.RunUntilIdle();

        Assert.IsType<InjectedFaultException>(Assert.Single(failures));
    }

    [Fact]
    public void FillDisk_ForAWhile_FailsAppendsAndEnds()
    {
        var test = new TestWorld(null, "a");
        var puppet = test.SpawnPuppet("a", "puppet");
        test.World.Add(new FillDisk(1, A, TimeSpan.FromSeconds(1)));
        test.Act(puppet, _ => { });

        var during = test.World.Run(Append(test), TestWorld.Patience);
        test.World.RunFor(TimeSpan.FromSeconds(1));
        var after = test.World.Run(Append(test), TestWorld.Patience);

        Assert.Equal(AppendOutcomeKind.Failed, during.Kind);
        Assert.Equal(AppendOutcomeKind.Appended, after.Kind);
    }

    [Fact]
    public void CutIsolateSlow_ForAWhile_EndByThemselves()
    {
        var test = new TestWorld(null, "a", "b");
        var puppet = test.SpawnPuppet("a", "puppet");
        var peer = test.SpawnPuppet("b", "peer");
        test.World.Add(new CutLink(1, A, B, TimeSpan.FromSeconds(1)));
        test.World.Add(new SlowDevice(1, A, 3, TimeSpan.FromSeconds(1)));
        test.World.Add(new IsolateNode(1, B, TimeSpan.FromSeconds(2)));
        test.Tell(puppet, peer, 1);
        var slowdown = test["a"].Device.Slowdown;
        var isolated = test["b"].IsIsolated;

        test.World.RunFor(TimeSpan.FromSeconds(3));
        test.Tell(puppet, peer, 2);
        test.World.RunUntilIdle();

        Assert.Equal(3, slowdown);
        Assert.True(isolated);
        Assert.Equal(1, test["a"].Device.Slowdown);
        Assert.False(test["b"].IsIsolated);
        Assert.Equal([new Conformance.Note(2)], test.Seen(peer));
    }

    [Fact]
    public void FreezeNode_AtItsEvent_StandsStillAndGoesOn()
    {
        var test = new TestWorld(null, "a", "b");
        var (puppet, peer) = (test.SpawnPuppet("a", "puppet"), test.SpawnPuppet("b", "peer"));
        test.World.Add(new FreezeNode(1, B, TimeSpan.FromSeconds(1)));
        test.Tell(puppet, peer, 1);
        var frozen = test["b"].IsFrozen;

        test.World.RunFor(TimeSpan.FromSeconds(2));

        Assert.True(frozen);
        Assert.False(test["b"].IsFrozen);
        Assert.Equal([new Conformance.Note(1)], test.Seen(peer));
    }

    private static Task<AppendOutcome> Append(TestWorld test) =>
        test["a"].Disk.Append(new StreamId("s"), test["a"].Disk.Durable(new StreamId("s")).Count, [new byte[1]]);
}
