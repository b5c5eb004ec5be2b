using Decentral.Actors;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Tell_ManyMessages_ArriveInOrder()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver");

        var sender = world.SpawnPuppet("sender");
        await world.Act(sender, puppet => TellNotes(puppet, receiver, 1000));

        Assert.Equal(Notes(1000), await world.Seen(receiver, 1000));
    }

    [Fact]
    public async Task Tell_TwoSenders_KeepsTheOrderOfEach()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver");
        var first = world.SpawnPuppet("first");
        var second = world.SpawnPuppet("second");

        var telling = new[]
        {
            world.Act(first, puppet => TellNotes(puppet, receiver, 500)),
            world.Act(second, puppet => TellNotes(puppet, receiver, 500, offset: 1000)),
        };
        await Task.WhenAll(telling);
        var seen = (await world.Seen(receiver, 1000)).Cast<Note>().ToArray();

        Assert.Equal(Notes(500), seen.Where(note => note.Value < 1000).Cast<object>());
        Assert.Equal(Notes(500, 1000), seen.Where(note => note.Value >= 1000).Cast<object>());
    }

    [Fact]
    public async Task Tell_FromAnActor_GivesItAsSender()
    {
        await using var world = CreateWorld();
        var asked = world.SpawnPuppet("asked");
        await world.Act(asked, puppet => puppet.OnNote = (self, note) =>
            self.Engine.Tell(self.Engine.Sender, new Note(note.Value + 1)));

        var asker = world.SpawnPuppet("asker");
        await world.Act(asker, puppet => puppet.Engine.Tell(asked, new Note(41)));

        Assert.Equal([new Note(42)], await world.Seen(asker, 1));
    }

    [Fact]
    public async Task Tell_FullMailbox_DropsTheFurtherOnesAndKeepsTheOrder()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver", new SpawnOptions { MailboxCapacity = 8 });

        var seen = world.AskForSeen(receiver, 8);
        // Its own turn is under way, so that nothing is taken out meanwhile.
        await world.Act(receiver, puppet => TellNotes(puppet, receiver, 11));

        Assert.Equal(Notes(8), (await world.Await(seen)).Seen);
        Assert.Equal(new DeadLetterCounts(0, 3, 0, 0), world.System.DeadLetters);
        Assert.Equal([8L, 9L, 10L], world.DeadLetters.Select(letter => ((Note)letter.Message).Value));
    }

    [Fact]
    public async Task Tell_FullMailbox_LetsTimersAndResultsPass()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver", new SpawnOptions { MailboxCapacity = 2 });

        var seen = world.AskForSeen(receiver, 4);
        await world.Act(receiver, puppet =>
        {
            TellNotes(puppet, receiver, 2);
            puppet.Engine.PipeToSelf(Task.FromResult(7), result => new Note(result), error => throw error);
            puppet.Engine.PipeToSelf(Task.FromResult(8), result => new Note(result), error => throw error);
        });

        Assert.Equal([new Note(0), new Note(1), new Note(7), new Note(8)], (await world.Await(seen)).Seen);
        Assert.Equal(0, world.System.DeadLetters.Total);
    }

    [Fact]
    public async Task Tell_MessageThatIsNotTaken_IsACountedDeadLetter()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver");

        world.System.Tell(receiver, new Unwanted(1));
        await world.Act(receiver, _ => { });

        Assert.Equal(new DeadLetterCounts(0, 0, 1, 0), world.System.DeadLetters);
        var letter = Assert.Single(world.DeadLetters);
        Assert.Equal(new DeadLetter(receiver, ActorRef.None, new Unwanted(1), DeadLetterReason.NotTaken), letter);
    }

    [Fact]
    public async Task Tell_Nobody_IsACountedDeadLetter()
    {
        await using var world = CreateWorld();

        world.System.Tell(ActorRef.None, new Note(1));
        var owned = new Owned(2);
        world.System.Tell(ActorRef.None, owned);

        Assert.Equal(new DeadLetterCounts(2, 0, 0, 0), world.System.DeadLetters);
        Assert.Equal(1, owned.Released);
    }

    [Fact]
    public async Task Tell_OwnedMessageThatIsDropped_IsReleasedOnce()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver", new SpawnOptions { MailboxCapacity = 2 });
        Owned[] messages = [new(0), new(1), new(2)];

        await world.Act(receiver, puppet =>
        {
            foreach (var message in messages)
            {
                puppet.Engine.Tell(receiver, message);
            }

            puppet.Engine.Stop(receiver);
        });
        await world.WhenStopped(receiver);

        Assert.All(messages, message => Assert.Equal(1, message.Released));
        Assert.Equal(new DeadLetterCounts(2, 1, 0, 0), world.System.DeadLetters);
    }

    [Fact]
    public async Task Tell_FormerIncarnation_NeverReachesItsSuccessor()
    {
        await using var world = CreateWorld();
        var former = world.SpawnPuppet("actor");
        await world.Act(former, puppet => puppet.Engine.Stop(former));
        await world.WhenStopped(former);

        var successor = world.SpawnPuppet("actor");
        world.System.Tell(former, new Note(1));
        world.System.Tell(successor, new Note(2));

        Assert.Equal([new Note(2)], await world.Seen(successor, 1));
        Assert.NotEqual(former, successor);
        Assert.True(successor.Address.Incarnation > former.Address.Incarnation);
        Assert.Equal(new DeadLetterCounts(1, 0, 0, 0), world.System.DeadLetters);
    }

    [Fact]
    public async Task Tell_MessageByItsBaseType_ArrivesAsWhatItIs()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver");
        object note = new Note(1);
        IDisposable owned = new Owned(2);

        world.System.Tell(receiver, owned);
        world.System.Tell(receiver, note);

        Assert.Equal([owned, note], await world.Seen(receiver, 2));
    }

    private static void TellNotes(Puppet puppet, ActorRef receiver, int count, int offset = 0)
    {
        for (var value = 0; value < count; value++)
        {
            puppet.Engine.Tell(receiver, new Note(offset + value));
        }
    }

    private static object[] Notes(int count, int offset = 0) =>
        [.. Enumerable.Range(offset, count).Select(value => (object)new Note(value))];
}
