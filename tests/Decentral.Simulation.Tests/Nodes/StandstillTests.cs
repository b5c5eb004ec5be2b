using Decentral.Actors;
using Decentral.Actors.Compute;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Messages;
using Decentral.Conformance;

namespace Decentral.Simulation.Tests.Nodes;

/// <summary>A process that stands still does nothing and forgets nothing; to the others it is silent.</summary>
public sealed class StandstillTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterEveryVerdict = TimeSpan.FromSeconds(7);

    private readonly TestWorld _test = new(null, "a", "b");
    private readonly ActorRef _sender;
    private readonly ActorRef _actor;
    private readonly List<(long Note, TimeSpan At)> _noted = [];
    private readonly DateTimeOffset _began;

    public StandstillTests()
    {
        _sender = _test.SpawnPuppet("a", "sender");
        _actor = _test.SpawnPuppet("b", "actor");
        _test.Act(_actor, puppet => puppet.OnNote = (_, note) => _noted.Add((note.Value, _test.World.Now - _began)));
        _began = _test.World.Now;
    }

    private TimeSpan Elapsed => _test.World.Now - _began;

    [Fact]
    public void Freeze_TimerThatIsDue_FiresWithTheThaw()
    {
        _test.Act(_actor, puppet => puppet.Engine.Schedule(Second, new Note(1)));

        Freeze(3 * Second);
        var during = _noted.Count;
        _test["b"].Thaw();
        _test.World.RunUntilIdle();

        Assert.Equal(0, during);
        Assert.Equal([(1L, 3 * Second)], _noted);
    }

    [Fact]
    public void Freeze_MessagesToIt_WaitInTheirOrder()
    {
        _test["b"].Freeze();
        _test.Tell(_sender, _actor, 1, 2, 3);
        _test.World.RunFor(Second);
        var during = _noted.Count;

        _test["b"].Thaw();
        _test.World.RunUntilIdle();

        Assert.Equal(0, during);
        Assert.Equal([1, 2, 3], _noted.Select(noted => noted.Note));
        Assert.Empty(_test.DeadLetters);
    }

    [Fact]
    public void Freeze_MessageThatWaitsInTheMailbox_WaitsOn()
    {
        _test["b"].System.Tell(_actor, new Note(1));

        Freeze(Second);
        var during = _noted.Count;
        _test["b"].Thaw();
        _test.World.RunUntilIdle();

        Assert.Equal(0, during);
        Assert.Equal([(1L, Second)], _noted);
    }

    /// <summary>Its end falls into the standstill or behind it: it takes as much longer either way.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    public void Freeze_WorkUnderWay_TakesLongerByTheStandstill(double seconds)
    {
        var work = _test["b"].CreateLane().Run(new ComputeCost(10_000, 0), () => 7);
        _test.World.RunFor(0.4 * Second);
        var before = Elapsed;
        _test.World.Run(work, TestWorld.Patience);
        var undisturbed = Elapsed;
        var twin = new TestWorld(null, "a", "b");
        var again = twin["b"].CreateLane().Run(new ComputeCost(10_000, 0), () => 7);
        twin.World.RunFor(before);

        twin["b"].Freeze();
        twin.World.RunFor(seconds * Second);
        twin["b"].Thaw();
        twin.World.Run(again, TestWorld.Patience);

        Assert.Equal(undisturbed + (seconds * Second), twin.World.Now - twin.World.Options.Start);
    }

    [Fact]
    public void Freeze_AppendUnderWay_IsAcknowledgedWithTheThaw()
    {
        var append = _test["b"].Disk.Append(new StreamId("s"), 0, [new byte[1]]);

        Freeze(Second);
        var during = append.IsCompleted;
        _test["b"].Thaw();
        var outcome = _test.World.Run(append, TimeSpan.Zero);

        Assert.False(during);
        Assert.Equal(AppendOutcomeKind.Appended, outcome.Kind);
    }

    [Fact]
    public void Freeze_BeforeAnyVerdict_IsNoLoss()
    {
        _test.Act(_sender, puppet => puppet.Engine.Watch(_actor));

        Freeze(4 * Second);
        _test["b"].Thaw();
        _test.World.RunFor(AfterEveryVerdict);

        Assert.Empty(_test.Seen(_sender));
        Assert.True(_test["b"].IsUp);
    }

    /// <summary>What it tells before it hears of its removal reaches nobody.</summary>
    [Fact]
    public void Freeze_BeyondTheVerdict_GoesOnForAMomentAndComesBackAnew()
    {
        _test.Act(_sender, puppet => puppet.Engine.Watch(_actor));
        _test.Act(_actor, puppet =>
        {
            puppet.OnNote = (self, note) =>
            {
                _noted.Add((note.Value, Elapsed));
                self.Engine.Tell(_sender, note);
            };
            puppet.Engine.Schedule(Second, new Note(1));
        });

        Freeze(AfterEveryVerdict);
        var verdict = _test.Seen(_sender);
        _test["b"].Thaw();
        _test.World.RunUntilIdle();

        Assert.Equal([new Terminated(_actor)], verdict);
        Assert.Equal([(1L, AfterEveryVerdict)], _noted);
        Assert.Equal(verdict, _test.Seen(_sender));
        Assert.True(_test["b"].IsUp);
        Assert.False(_test["b"].IsFrozen);
        Assert.True(_test.SpawnPuppet("b", "actor").Address.Incarnation > _actor.Address.Incarnation);
    }

    [Fact]
    public void Crash_WhileItStandsStill_EndsIt()
    {
        _test["b"].Freeze();
        _test.Tell(_sender, _actor, 1);
        _test.World.RunFor(Second);

        _test["b"].Crash(restartsAfter: Second);
        _test.World.RunFor(2 * Second);

        Assert.Empty(_noted);
        Assert.Single(_test.DeadLetters);
        Assert.True(_test["b"].IsUp);
        Assert.False(_test["b"].IsFrozen);
    }

    /// <summary>Freezes the node of the actor for that time.</summary>
    private void Freeze(TimeSpan time)
    {
        _test["b"].Freeze();
        _test.World.RunFor(time);
    }
}
