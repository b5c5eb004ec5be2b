using Decentral.Actors;
using Decentral.Conformance;

namespace Decentral.Simulation.Tests;

public sealed class SimulatedWorldTests
{
    [Fact]
    public void Run_CheckerThatFindsAViolation_SaysSeedEventAndReplay()
    {
        var world = new SimulatedWorld(new SimulatedWorldOptions
        {
            Seed = 81723,
            ReplayCommand = "./test --simulate {seed}",
        });
        var node = world.AddNode("node");
        var puppet = node.System.Spawn("puppet", () => new Puppet());
        world.AddChecker("no more than 5 events", () => world.Events > 5 ? $"{world.Events} events" : null);

        for (var value = 0; value < 10; value++)
        {
            node.System.Tell(puppet, new Note(value));
        }

        var failure = Assert.Throws<SimulationFailedException>(world.RunUntilIdle);
        Assert.Contains("Seed 81723, event 6,", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no more than 5 events: 6 events", failure.Message, StringComparison.Ordinal);
        Assert.Contains("./test --simulate 81723", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RootActorThatFails_FailsTheWorld()
    {
        var world = new SimulatedWorld();
        var actor = world.AddNode("node").System.Spawn("actor", () => new Inattentive(_ => { }));
        world.NodeOf(actor.Address.Node).System.Tell(actor, new Note(3));

        var failure = Assert.Throws<SimulationFailedException>(world.RunUntilIdle);

        Assert.Contains("told to fail: 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunUntil_NothingLeftToHappen_SaysSo()
    {
        var world = new SimulatedWorld();

        var failure = Assert.Throws<SimulationFailedException>(() => world.RunUntil(() => false, TestWorld.Patience));

        Assert.Contains("nothing is left to happen", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunUntil_NotInTime_StopsAtTheLimit()
    {
        var test = new TestWorld(null, "node");
        var puppet = test.SpawnPuppet("node", "puppet");
        test.Act(puppet, actor => actor.Engine.Schedule(TimeSpan.FromSeconds(10), new Note(1)));

        var failure = Assert.Throws<SimulationFailedException>(() =>
            test.World.RunUntil(() => test.World.Events > 1000, TimeSpan.FromSeconds(5)));

        Assert.Contains("within 00:00:05", failure.Message, StringComparison.Ordinal);
        Assert.Empty(test.Seen(puppet));
    }

    [Fact]
    public void Run_ActorsThatKeepOneAnotherBusy_IsFoundOut()
    {
        var test = new TestWorld(new SimulatedWorldOptions { MaxEventsAtOneInstant = 1000 }, "node");
        var puppet = test.SpawnPuppet("node", "puppet");
        test.Act(puppet, actor => actor.OnNote = (self, note) => self.Engine.Tell(self.Engine.Self, note));
        test["node"].System.Tell(puppet, new Note(1));

        var failure = Assert.Throws<SimulationFailedException>(test.World.RunUntilIdle);

        Assert.Contains("1000 events at one instant", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TaskThatEndsOnAnotherThread_IsRefused()
    {
        var test = new TestWorld(null, "node");
        var puppet = test.SpawnPuppet("node", "puppet");
        var outside = new TaskCompletionSource<int>();
        test.Act(puppet, actor =>
        {
            actor.Engine.PipeToSelf(outside.Task, value => new Note(value), error => throw error);
            actor.Engine.Schedule(TimeSpan.FromSeconds(1), new Note(1));
            actor.Engine.Schedule(TimeSpan.FromSeconds(2), new Note(2));
        });
        test.World.AddChecker("another thread", () =>
        {
            var thread = new Thread(() => outside.TrySetResult(7));
            thread.Start();
            thread.Join();
            return null;
        });

        var failure = Assert.Throws<SimulationFailedException>(test.World.RunUntilIdle);

        Assert.Contains("outside the simulation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FromWithinAnActor_IsRefused()
    {
        var test = new TestWorld(null, "node");
        var puppet = test.SpawnPuppet("node", "puppet");

        var refusal = test.Act(puppet, _ => Record.Exception(test.World.RunUntilIdle));

        Assert.IsType<InvalidOperationException>(refusal);
    }

    [Fact]
    public void Run_SimultaneousTurns_GoInAnOrderDrawnFromTheSeed()
    {
        var orders = Enumerable.Range(0, 50).Select(seed =>
        {
            var test = new TestWorld(new SimulatedWorldOptions { Seed = (ulong)seed }, "node");
            var receiver = test.SpawnPuppet("node", "receiver");
            ActorRef[] senders = [.. Enumerable.Range(0, 3).Select(index => test.SpawnPuppet("node", $"sender-{index}"))];
            test.Act(receiver, _ =>
            {
                foreach (var (index, sender) in senders.Index())
                {
                    test["node"].System.Tell(
                        sender,
                        new Do(puppet =>
                        {
                            puppet.Engine.Tell(receiver, new Note(index));
                            return new Done(null);
                        }));
                }
            });
            test.World.RunUntilIdle();
            return string.Concat(test.Seen(receiver).Cast<Note>().Select(note => note.Value));
        });

        Assert.Equal(["012", "021", "102", "120", "201", "210"], orders.Distinct().Order());
    }

    [Fact]
    public void TimeProvider_Timer_FiresInVirtualTimeAndDiesWithItsNode()
    {
        var world = new SimulatedWorld();
        var node = world.AddNode("node");
        var ticks = 0;
        using var timer = node.TimeProvider.CreateTimer(
            _ => ticks++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        world.RunFor(TimeSpan.FromSeconds(5.5));
        var before = ticks;
        node.Crash();
        world.RunFor(TimeSpan.FromSeconds(10));

        Assert.Equal(3, before);
        Assert.Equal(3, ticks);
        Assert.Equal(world.Now, node.IsUp ? default : world.TimeProvider.GetUtcNow());
    }

    [Fact]
    public async Task TimeProvider_Delay_EndsInsideTheWorld()
    {
        var world = new SimulatedWorld();

        var delay = Task.Delay(TimeSpan.FromHours(5), world.TimeProvider, TestContext.Current.CancellationToken);
        world.RunFor(TimeSpan.FromHours(6));

        await delay;
        Assert.Equal(TimeSpan.FromHours(6), world.Now - world.Options.Start);
    }
}
