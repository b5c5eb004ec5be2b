using Decentral.Actors.Messages;
using Decentral.Actors.Transfers;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Breaks;

public sealed class CutTests
{
    [Fact]
    public async Task Tell_AfterACut_ArrivesAgainBothWays()
    {
        await using var world = await BreakableWorld.Create();
        var atHub = world.SpawnPuppet(world.Hub, "receiver");
        var atNear = world.SpawnPuppet(world.Near, "receiver");

        for (var value = 1; value <= 3; value++)
        {
            world.Cable.Break();
            await world.TellUntilSeen(world.Near, () => world.Near.Resolve(atHub.Address), atHub, new Note(value));
            await world.TellUntilSeen(world.Other, () => world.Other.Resolve(atNear.Address), atNear, new Note(value));
        }

        Assert.Equal(3, world.Hub.Members.Count);
    }

    [Fact]
    public async Task Tell_HubHasNotNoticedTheBreak_NewConnectionWins()
    {
        await using var world = await BreakableWorld.Create();
        var atHub = world.SpawnPuppet(world.Hub, "receiver");
        var atNear = world.SpawnPuppet(world.Near, "receiver");

        for (var value = 1; value <= 3; value++)
        {
            world.Cable.BreakHalf();
            await world.TellUntilSeen(world.Near, () => world.Near.Resolve(atHub.Address), atHub, new Note(value));
            await world.TellUntilSeen(world.Hub, () => world.Hub.Resolve(atNear.Address), atNear, new Note(value));
        }

        Assert.Equal(3, world.Other.Members.Count);
        Assert.False(world.Near.Removed.IsCompleted);
    }

    [Theory]
    [InlineData("near", "hub")]
    [InlineData("hub", "near")]
    [InlineData("near", "other")]
    [InlineData("other", "near")]
    public async Task Transfer_CutSeveralTimes_ArrivesOnceAndGoesOnWhereItWas(string from, string to)
    {
        const int Length = 20_000_000;
        await using var world = await BreakableWorld.Create(TimeSpan.FromSeconds(3));
        var receiver = world.SpawnPuppet(SystemOf(world, to), "receiver");
        var sender = world.SpawnPuppet(SystemOf(world, from), "sender");
        var memory = new CountingMemory(Length, 1);
        var expected = memory.Memory.ToArray();
        var before = world.Cable.Bytes;
        world.Cable.BreakAt(4_000_000, 10_000_000, 17_000_000);

        var transfer = await world.Act(sender, puppet => puppet.Engine.Transfer(
            SystemOf(world, from).Resolve(receiver.Address), new Note(5), new Payload(memory, Length)));
        using var arrived = Assert.IsType<Transferred<Note>>(Assert.Single(await world.Seen(receiver, 1)));

        Assert.True(arrived.Payload.Bytes.Span.SequenceEqual(expected));
        Assert.Equal([new TransferCompleted(transfer)], await world.Seen(sender, 1));
        Assert.Equal(1, memory.Released);
        Assert.Single(await world.Act(receiver, puppet => puppet.Remembered.ToArray()));
        TestContext.Current.TestOutputHelper?.WriteLine($"{world.Cable.Bytes - before:N0} bytes for {Length:N0}");
        Assert.InRange(world.Cable.Bytes - before, Length, Length * 1.5);
    }

    [Theory]
    [InlineData("near", "hub")]
    [InlineData("hub", "near")]
    [InlineData("near", "other")]
    [InlineData("other", "near")]
    public async Task Watch_ActorThatEndsDuringACut_IsReportedAfterIt(string at, string of)
    {
        await using var world = await BreakableWorld.Create();
        var watched = world.SpawnPuppet(SystemOf(world, of), "watched");
        var watcher = world.SpawnPuppet(SystemOf(world, at), "watcher");
        var seenFromThere = SystemOf(world, at).Resolve(watched.Address);
        await world.Act(watcher, puppet => puppet.Engine.Watch(seenFromThere));
        await world.TellUntilSeen(SystemOf(world, at), () => seenFromThere, watched, new Note(1));

        world.Cable.Cut();
        await world.Act(watched, puppet => puppet.Engine.Stop(watched));
        await world.WhenStopped(watched);
        var told = world.AskForSeen(watcher, 1);
        world.Cable.Heal();

        Assert.Equal([new Terminated(seenFromThere)], (await world.Await(told)).Seen);
    }

    [Fact]
    public async Task Named_BearerThatChangesDuringACut_IsTheNewOneAfterIt()
    {
        await using var world = await BreakableWorld.Create();
        var options = new SpawnOptions { WellKnownName = "somebody" };
        var first = world.SpawnPuppet(world.Other, "first", options);
        await world.TellUntilSeen(world.Near, () => world.Near.Named("somebody"), first, new Note(1));

        world.Cable.Cut();
        await world.Act(first, puppet => puppet.Engine.Stop(first));
        await world.WhenStopped(first);
        var second = world.SpawnPuppet(world.Hub, "second", options);
        world.Cable.Heal();

        await world.TellUntilSeen(world.Near, () => world.Near.Named("somebody"), second, new Note(2));
    }

    [Fact]
    public async Task Named_BearerThatEndsDuringACut_IsForgottenAfterIt()
    {
        await using var world = await BreakableWorld.Create();
        var first = world.SpawnPuppet(world.Other, "first", new SpawnOptions { WellKnownName = "somebody" });
        var probe = world.SpawnPuppet(world.Hub, "probe");
        await world.TellUntilSeen(world.Near, () => world.Near.Named("somebody"), first, new Note(1));

        world.Cable.Cut();
        await world.Act(first, puppet => puppet.Engine.Stop(first));
        await world.WhenStopped(first);
        world.Cable.Heal();

        // The hub's names come before whatever else it says on a new link.
        var atNear = world.SpawnPuppet(world.Near, "receiver");
        await world.TellUntilSeen(world.Near, () => world.Near.Resolve(probe.Address), probe, new Note(2));
        await world.TellUntilSeen(world.Hub, () => world.Hub.Resolve(atNear.Address), atNear, new Note(3));
        var before = world.Near.DeadLetters;
        world.Near.Tell(world.Near.Named("somebody"), new Note(4));
        Assert.Equal(before with { NoReceiver = before.NoReceiver + 1 }, world.Near.DeadLetters);
    }

    [Fact]
    public async Task Named_TakenOverDuringACut_IsNotTakenBackByWhoeverWasAway()
    {
        await using var world = await BreakableWorld.Create();
        var options = new SpawnOptions { WellKnownName = "somebody" };
        var first = world.SpawnPuppet(world.Near, "first", options);
        await world.TellUntilSeen(world.Other, () => world.Other.Named("somebody"), first, new Note(1));

        world.Cable.Cut();
        var second = world.SpawnPuppet(world.Other, "second", options);
        await world.TellUntilSeen(world.Hub, () => world.Hub.Named("somebody"), second, new Note(2));
        world.Cable.Heal();
        var probe = world.SpawnPuppet(world.Hub, "probe");
        await world.TellUntilSeen(world.Near, () => world.Near.Resolve(probe.Address), probe, new Note(3));

        await world.TellUntilSeen(world.Hub, () => world.Hub.Named("somebody"), second, new Note(4));
        Assert.Equal([new Note(1)], await world.Act(first, puppet => puppet.Remembered.Distinct().ToArray()));
    }

    [Fact]
    public async Task Join_LinkFrozenForLongerThanTheLease_IsRemovedAndComesBackAsANewIncarnation()
    {
        await using var world = await BreakableWorld.Create(TimeSpan.FromMilliseconds(600));
        var watched = world.SpawnPuppet(world.Near, "watched");
        var watcher = world.SpawnPuppet(world.Other, "watcher");
        var seen = world.Other.Resolve(watched.Address);
        await world.Act(watcher, puppet => puppet.Engine.Watch(seen));
        var loss = await world.ExpectLoss(world.Other);
        var terminated = world.AskForSeen(watcher, 1);

        world.Cable.Freeze();
        var verdict = await loss();
        world.Cable.Heal();
        var reason = await world.Await(world.Near.Removed);

        Assert.Equal(world.Near.Self, verdict.Member);
        Assert.Contains("nothing was heard", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal([new Terminated(seen)], (await world.Await(terminated)).Seen);
        Assert.Contains("is over", reason, StringComparison.Ordinal);
        var again = await world.Join("near", world.Cable.Address);
        Assert.True(again.Self.Incarnation > world.Near.Self.Incarnation);
        var receiver = world.SpawnPuppet(again, "receiver");
        await world.TellUntilSeen(world.Other, () => world.Other.Resolve(receiver.Address), receiver, new Note(1));
    }

    [Fact]
    public async Task Transfer_LinkFrozenForAWhile_GoesOn()
    {
        const int Length = 20_000_000;
        await using var world = await BreakableWorld.Create(TimeSpan.FromSeconds(3));
        var receiver = world.SpawnPuppet(world.Hub, "receiver");
        var sender = world.SpawnPuppet(world.Near, "sender");
        var memory = new CountingMemory(Length, 1);

        world.Cable.Freeze();
        await world.Act(sender, puppet => puppet.Engine.Transfer(
            world.Near.Resolve(receiver.Address), new Note(5), new Payload(memory, Length)));
        world.Cable.Heal();
        using var arrived = Assert.IsType<Transferred<Note>>(Assert.Single(await world.Seen(receiver, 1)));

        Assert.True(arrived.Payload.Bytes.Span.SequenceEqual(memory.Memory.Span));
        Assert.Equal(3, world.Hub.Members.Count);
    }

    internal static LinkedActorSystem SystemOf(BreakableWorld world, string name) =>
        name == "hub" ? world.Hub : name == "near" ? world.Near : world.Other;
}
