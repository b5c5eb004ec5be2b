using Decentral.Actors;

namespace Decentral.Conformance.Linked;

public abstract partial class LinkedConformance
{
    [Fact]
    public async Task Tell_ManyMessages_ArriveInOrder()
    {
        await using var world = await CreateWorld();
        var receiver = world.SpawnPuppetThere("receiver", new SpawnOptions { MailboxCapacity = 10_000 });
        var sender = world.SpawnPuppet("sender");

        await TellNotes(world, sender, receiver, 5000);

        Assert.Equal(Notes(5000), await world.Seen(receiver, 5000));
    }

    [Fact]
    public async Task Tell_FromAnActor_GivesASenderThatAnswersReach()
    {
        await using var world = await CreateWorld();
        var asked = world.SpawnPuppetThere("asked");
        await world.Act(asked, puppet => puppet.OnNote = (self, note) =>
            self.Engine.Tell(self.Engine.Sender, new Note(note.Value + 1)));
        var asker = world.SpawnPuppet("asker");

        await world.Act(asker, puppet => puppet.Engine.Tell(world.SeenFromHere(asked), new Note(41)));

        Assert.Equal([new Note(42)], await world.Seen(asker, 1));
    }

    [Fact]
    public async Task Ask_ActorOfTheOtherNode_IsAnswered()
    {
        await using var world = await CreateWorld();
        var asked = world.SpawnPuppetThere("asked");
        await world.Act(asked, puppet => puppet.OnNote = (self, note) =>
            self.Engine.Tell(self.Engine.Sender, new Note(note.Value + 1)));

        var answer = await world.Await(world.System.Ask<Note, Note>(
            world.SeenFromHere(asked), new Note(41), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));

        Assert.Equal(new Note(42), answer);
    }

    [Fact]
    public async Task Tell_FormerIncarnation_NeverReachesItsSuccessor()
    {
        await using var world = await CreateWorld();
        var former = world.SpawnPuppetThere("actor");
        var formerSeenFromHere = world.SeenFromHere(former);
        await world.Act(former, puppet => puppet.Engine.Stop(former));
        await world.WhenStopped(former);
        var successor = world.SpawnPuppetThere("actor");
        var sender = world.SpawnPuppet("sender");

        await world.Act(sender, puppet =>
        {
            puppet.Engine.Tell(formerSeenFromHere, new Note(1));
            puppet.Engine.Tell(world.SeenFromHere(successor), new Note(2));
        });

        Assert.Equal([new Note(2)], await world.Seen(successor, 1));
        Assert.Equal(new DeadLetterCounts(1, 0, 0, 0), world.There.DeadLetters);
    }

    [Fact]
    public async Task Tell_ByName_ReachesTheBearerOnTheOtherNode()
    {
        await using var world = await CreateWorld();
        var options = new SpawnOptions { WellKnownName = "somebody" };
        var first = world.SpawnPuppetThere("first", options);
        var sender = world.SpawnPuppet("sender");
        await UntilNamed(world, sender, first, 0);

        await world.Act(first, puppet => puppet.Engine.Stop(first));
        await world.WhenStopped(first);
        var second = world.SpawnPuppetThere("second", options);

        await UntilNamed(world, sender, second, 1);
    }

    /// <summary>News of a bearer takes its time: what is told before is lost, as the contract says, and told again.</summary>
    private static async Task UntilNamed(LinkedWorld world, ActorRef sender, ActorRef bearer, int value)
    {
        var seen = world.AskForSeen(bearer, 1);
        while (!seen.IsCompleted)
        {
            await world.Act(sender, puppet => puppet.Engine.Tell(puppet.Engine.Named("somebody"), new Note(value)));
            world.LetTravel();
        }

        Assert.Equal(new Note(value), (await world.Await(seen)).Seen[0]);
    }

    protected static Task TellNotes(LinkedWorld world, ActorRef sender, ActorRef receiver, int count) => world.Act(sender, puppet =>
    {
        for (var value = 0; value < count; value++)
        {
            puppet.Engine.Tell(world.SeenFromHere(receiver), new Note(value));
        }
    });

    protected static object[] Notes(int count) => [.. Enumerable.Range(0, count).Select(value => (object)new Note(value))];
}
