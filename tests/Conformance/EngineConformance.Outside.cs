using Decentral.Actors;
using Decentral.Actors.Membership;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Ask_NobodyAnswers_TimesOutNamingTheReceiver()
    {
        await using var world = CreateWorld();
        var silent = world.SpawnPuppet("silent");

        var answer = world.System.Ask<Note, Sight>(
            silent, new Note(1), TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        world.Advance(TimeSpan.FromSeconds(5));

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => world.Await(answer));
        Assert.Contains("silent", timeout.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Note), timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_AnswersOfOtherTypes_AreDeadLettersAndTheAwaitedOneCompletesIt()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        await world.Act(actor, puppet => puppet.OnNote = (self, note) =>
        {
            self.Engine.Tell(self.Engine.Sender, note);
            self.Engine.Tell(self.Engine.Sender, new Unwanted(2));
            self.Engine.Tell(self.Engine.Sender, new Unwanted(3));
        });

        var answer = await world.Await(world.System.Ask<Note, Unwanted>(
            actor, new Note(1), TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        await world.Act(actor, _ => { });

        Assert.Equal(new Unwanted(2), answer);
        Assert.Equal(new DeadLetterCounts(1, 0, 1, 0), world.System.DeadLetters);
    }

    [Fact]
    public async Task Ask_Cancelled_EndsAsCancelled()
    {
        await using var world = CreateWorld();
        var silent = world.SpawnPuppet("silent");
        using var cancellation = new CancellationTokenSource();

        var answer = world.System.Ask<Note, Sight>(silent, new Note(1), TimeSpan.FromSeconds(5), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Await(answer));
    }

    [Fact]
    public async Task WhenStopped_ActorThatStopsInGoodOrder_GivesNoFailure()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        var stopped = world.System.WhenStopped(actor);

        await world.Act(actor, puppet => puppet.Engine.Stop(actor));

        Assert.Null(await world.Await(stopped));
        Assert.Null(await world.WhenStopped(ActorRef.None));
    }

    [Fact]
    public async Task ShutDown_SeveralRoots_StopsTheLastFirstAndChildrenBeforeParents()
    {
        await using var world = CreateWorld();
        var order = new List<string>();
        foreach (var name in new[] { "first", "second", "third" })
        {
            var root = world.SpawnPuppet(name);
            var child = await world.Act(root, puppet => puppet.Engine.Spawn("child", () => new Puppet()));
            await world.Act(child, puppet => puppet.OnStopped = () => order.Add($"{name}/child"));
            await world.Act(root, puppet => puppet.OnStopped = () => order.Add(name));
        }

        await world.Await(Completion(world.System.ShutDown()));

        Assert.Equal(["third/child", "third", "second/child", "second", "first/child", "first"], order);
    }

    [Fact]
    public async Task ShutDown_WhatIsToldAfterwards_IsADeadLetter()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        await world.Act(actor, _ => { });

        var shutDown = world.System.ShutDown();
        world.System.Tell(actor, new Note(1));
        await world.Await(Completion(shutDown));
        await world.Await(Completion(world.System.ShutDown()));

        Assert.Equal(new DeadLetterCounts(1, 0, 0, 0), world.System.DeadLetters);
        Assert.Throws<InvalidOperationException>(() => world.SpawnPuppet("late"));
    }

    [Fact]
    public async Task Subscribe_MemberThatIsUp_IsToldOnce()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");

        var self = await world.Act(actor, puppet =>
        {
            puppet.Engine.Cluster.Subscribe();
            puppet.Engine.Cluster.Subscribe();
            TellNotes(puppet, actor, 1);
            return puppet.Engine.Cluster.Self;
        });

        Assert.Equal(world.System.Node, self.Node);
        var others = (await world.Act(actor, puppet => puppet.Engine.Cluster.Members)).Count - 1;
        var seen = await world.Seen(actor, others + 2);
        Assert.Equal([new MemberUp(self)], seen.Where(news => news is MemberUp up && up.Member == self));
        Assert.Equal(new Note(0), seen[^1]);
    }

    private static async Task<bool> Completion(Task task)
    {
        await task;
        return true;
    }
}
