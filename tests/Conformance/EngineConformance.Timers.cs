using Decentral.Actors;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Schedule_Delays_FireInTheOrderOfTheirTimes()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        await world.Act(actor, puppet =>
        {
            puppet.Engine.Schedule(TimeSpan.FromSeconds(2), new Note(2));
            puppet.Engine.Schedule(TimeSpan.FromSeconds(1), new Note(1));
            puppet.Engine.Schedule(TimeSpan.FromSeconds(3), new Note(3));
        });

        world.Advance(TimeSpan.FromSeconds(1));
        var first = await world.Act(actor, puppet => puppet.Remembered.ToArray());
        world.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([new Note(1)], first);
        Assert.Equal([new Note(1), new Note(2), new Note(3)], await world.Seen(actor, 3));
    }

    [Fact]
    public async Task Schedule_NoDelay_ComesInALaterTurn()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");

        var during = await world.Act(actor, puppet =>
        {
            puppet.Engine.Schedule(TimeSpan.Zero, new Note(1));
            return puppet.Remembered.Count;
        });
        world.Advance(TimeSpan.Zero);

        Assert.Equal(0, during);
        Assert.Equal([new Note(1)], await world.Seen(actor, 1));
    }

    [Fact]
    public async Task Cancel_BeforeItIsDue_NeverFires()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        var owned = new Owned(1);
        await world.Act(actor, puppet =>
        {
            var scheduled = puppet.Engine.Schedule(TimeSpan.FromSeconds(1), owned);
            puppet.Engine.Schedule(TimeSpan.FromSeconds(2), new Note(2));
            scheduled.Cancel();
            scheduled.Cancel();
        });

        world.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([new Note(2)], await world.Seen(actor, 1));
        Assert.Equal(1, owned.Released);
    }

    [Fact]
    public async Task Cancel_DueButNotHandledYet_NeverFires()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");

        await world.Act(actor, puppet =>
        {
            ICancelable? later = null;
            puppet.OnNote = (_, _) => later!.Cancel();
            puppet.Engine.Schedule(TimeSpan.FromSeconds(1), new Note(1));
            later = puppet.Engine.Schedule(TimeSpan.FromSeconds(1), new Note(2));
        });
        world.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([new Note(1)], await world.Act(actor, puppet => puppet.Remembered.ToArray()));
    }

    [Fact]
    public async Task Schedule_ActorStopsBefore_ReleasesTheMessage()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        var owned = new Owned(1);

        await world.Act(actor, puppet =>
        {
            puppet.Engine.Schedule(TimeSpan.FromSeconds(1), owned);
            puppet.Engine.Stop(actor);
        });
        await world.WhenStopped(actor);
        world.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, owned.Released);
        Assert.Equal(0, world.System.DeadLetters.Total);
    }

    [Fact]
    public async Task Now_AfterTimePassed_HasMovedByIt()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor");
        var before = await world.Act(actor, puppet => puppet.Engine.Now);

        world.Advance(TimeSpan.FromHours(3));

        var after = await world.Act(actor, puppet => puppet.Engine.Now);
        Assert.InRange(after - before, TimeSpan.FromHours(3), TimeSpan.FromHours(3) + TimeSpan.FromSeconds(1));
    }
}
