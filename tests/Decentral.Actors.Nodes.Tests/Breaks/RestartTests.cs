using Decentral.Actors.Messages;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Breaks;

public sealed class RestartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hub_StartedAgainOnItsPort_HasItsNodesBackAndItsActorsAreGone(bool endsWithAWord)
    {
        await using var world = await BreakableWorld.Create();
        var cable = world.Lay();
        var far = await world.Join("far", cable.Address);

        // Who has not heard that it left, would tell the new hub of it.
        var (heardByNear, heardByFar) = (await world.ExpectLoss(world.Near), await world.ExpectLoss(far));
        await world.End(world.Other);
        await heardByNear();
        await heardByFar();
        var oldActor = world.SpawnPuppet(world.Hub, "actor");
        var farActor = world.SpawnPuppet(far, "actor", new SpawnOptions { WellKnownName = "somebody" });
        var watcher = world.SpawnPuppet(world.Near, "watcher");
        var oldSeen = world.Near.Resolve(oldActor.Address);
        var farSeen = world.Near.Resolve(farActor.Address);
        await world.Act(watcher, puppet =>
        {
            puppet.Engine.Watch(oldSeen);
            puppet.Engine.Watch(farSeen);
        });
        await world.TellUntilSeen(world.Near, () => oldSeen, oldActor, new Note(1));
        var address = world.Hub.Address;
        var terminated = world.AskForSeen(watcher, 1);

        if (!endsWithAWord)
        {
            world.Cable.Cut();
            cable.Cut();
        }

        await world.End(world.Hub);
        await world.StartHub(address);
        world.Cable.Heal();
        cable.Heal();

        Assert.Equal([new Terminated(oldSeen)], (await world.Await(terminated)).Seen);
        await world.TellUntilSeen(world.Near, () => farSeen, farActor, new Note(2));
        await world.TellUntilSeen(world.Near, () => world.Near.Named("somebody"), farActor, new Note(3));
        await world.TellUntilSeen(world.Hub, () => world.Hub.Named("somebody"), farActor, new Note(4));
        var newActor = world.SpawnPuppet(world.Hub, "actor");
        await world.TellUntilSeen(far, () => far.Resolve(newActor.Address), newActor, new Note(5));
        Assert.Equal(3, world.Hub.Members.Count);
        Assert.Equal(world.Hub.Members, world.Near.Members);
        Assert.Single(await world.Act(watcher, puppet => puppet.Remembered.ToArray()));
        await world.Act(farActor, puppet => puppet.Engine.Stop(farActor));
        Assert.Equal([new Terminated(oldSeen), new Terminated(farSeen)], await world.Seen(watcher, 2));
    }

    [Fact]
    public async Task Join_NameOfTheHub_IsRefused()
    {
        await using var world = await BreakableWorld.Create();

        var refused = await Assert.ThrowsAsync<JoinRefusedException>(() => world.Join("hub", world.Hub.Address));

        Assert.Equal(RefusalKind.Unwanted, refused.Kind);
        Assert.Contains("--name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_NameOfALivingNode_TakesItsPlace()
    {
        await using var world = await BreakableWorld.Create();
        var loss = await world.ExpectLoss(world.Other);

        var successor = await world.Join("near", world.Hub.Address);

        Assert.Equal(world.Near.Self, (await loss()).Member);
        await world.Await(world.Near.Removed);
        var receiver = world.SpawnPuppet(successor, "receiver");
        await world.TellUntilSeen(world.Other, () => world.Other.Resolve(receiver.Address), receiver, new Note(1));
    }

    [Fact]
    public async Task Join_ClockThatWentBack_TakesAHigherIncarnation()
    {
        await using var world = await BreakableWorld.Create();
        var former = world.Near.Self;
        await world.End(world.Near);

        var successor = await world.Join(
            world.Options("near", new TestLog("near")) with { TimeProvider = new YesterdaysTime() }, world.Hub.Address);

        Assert.Equal(former.Incarnation + 1, successor.Self.Incarnation);
        var receiver = world.SpawnPuppet(successor, "receiver");
        await world.TellUntilSeen(world.Other, () => world.Other.Resolve(receiver.Address), receiver, new Note(1));
    }

    private sealed class YesterdaysTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(-1);
    }
}
