using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Messages;
using Decentral.Conformance.Ledger;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    private static readonly StreamId LedgerStream = new("ledger");

    [Fact]
    public async Task EventSourced_Commands_RunTheirEffectsInOrder()
    {
        await using var world = CreateWorld();
        var observer = world.SpawnPuppet("observer");
        var ledger = SpawnLedger(world, observer, new InMemoryJournal());

        world.System.Tell(ledger, new Deposit(5));
        world.System.Tell(ledger, new Deposit(-1));
        world.System.Tell(ledger, new Deposit(7));

        Assert.Equal(
            [new Receipt("deposited", 5), new Receipt("refused", 5), new Receipt("deposited", 12)],
            await world.Seen(observer, 3));
    }

    [Fact]
    public async Task EventSourced_Successor_RecoversTheStateAndResumesWithoutOldEffects()
    {
        await using var world = CreateWorld();
        var journal = new InMemoryJournal();
        var former = world.SpawnPuppet("former");
        var ledger = SpawnLedger(world, former, journal);
        world.System.Tell(ledger, new Deposit(5));
        world.System.Tell(ledger, new Deposit(7));
        await world.Seen(former, 2);

        var observer = world.SpawnPuppet("observer");
        var successor = SpawnLedger(world, observer, journal, "successor");
        world.System.Tell(successor, new Deposit(1));

        Assert.Equal([new Receipt("resumed", 12), new Receipt("deposited", 13)], await world.Seen(observer, 2));
    }

    [Fact]
    public async Task EventSourced_DiskFull_EndsTheActorWithNoEffect()
    {
        await using var world = CreateWorld();
        var journal = new FaultyJournal { IsFull = true };
        var parent = world.SpawnPuppet("parent");
        var ledger = await world.Act(parent, puppet => puppet.Engine.Spawn(
            "ledger", () => new LedgerActor(LedgerOptions(journal), parent)));

        world.System.Tell(ledger, new Deposit(5));

        var failed = Assert.IsType<Failed>(Assert.Single(await world.Seen(parent, 1)));
        Assert.Equal("disk full", Assert.IsType<JournalException>(failed.Cause).Message);
    }

    [Fact]
    public async Task EventSourced_StaleWriter_EndsBeforeItActs()
    {
        await using var world = CreateWorld();
        var journal = new InMemoryJournal();
        var observer = world.SpawnPuppet("observer");
        var stale = SpawnLedger(world, observer, journal, "stale");
        world.System.Tell(stale, new Deposit(5));
        await world.Seen(observer, 1);
        var other = world.SpawnPuppet("other");
        var current = SpawnLedger(world, other, journal, "current");
        world.System.Tell(current, new Deposit(7));
        await world.Seen(other, 2);

        world.System.Tell(stale, new Deposit(1));

        var failure = Assert.IsType<JournalException>(await world.WhenStopped(stale));
        Assert.Contains("another writer", failure.Message, StringComparison.Ordinal);
        Assert.Equal([new Receipt("deposited", 5)], await world.Act(observer, puppet => puppet.Remembered.ToArray()));
        Assert.Equal(2, (await journal.Read(LedgerStream)).Count);
    }

    [Fact]
    public async Task EventSourced_KilledBetweenAppendAndEffect_LeavesTheRestToItsSuccessor()
    {
        await using var world = CreateWorld();
        var journal = new FaultyJournal { IsHeld = true };
        var observer = world.SpawnPuppet("observer");
        var parent = world.SpawnPuppet("parent");
        var killed = await world.Act(parent, puppet => puppet.Engine.Spawn(
            "ledger", () => new LedgerActor(LedgerOptions(journal), observer)));
        world.System.Tell(killed, new Deposit(5));
        await world.Await(journal.Holds);
        await world.Act(parent, puppet => puppet.Engine.Stop(killed));
        await world.WhenStopped(killed);

        journal.Answer();
        var successor = SpawnLedger(world, observer, journal, "successor");
        world.System.Tell(successor, new Deposit(1));

        Assert.Equal([new Receipt("resumed", 5), new Receipt("deposited", 6)], await world.Seen(observer, 2));
    }

    [Fact]
    public async Task EventSourced_CommandsDuringAnAppend_WaitInABoundedStash()
    {
        await using var world = CreateWorld();
        var journal = new FaultyJournal { IsHeld = true };
        var observer = world.SpawnPuppet("observer");
        var ledger = SpawnLedger(world, observer, journal, stashCapacity: 2);
        world.System.Tell(ledger, new Deposit(-1));
        await world.Seen(observer, 1);
        Owned[] attachments = [new(0), new(1), new(2), new(3), new(4)];
        foreach (var attachment in attachments)
        {
            world.System.Tell(ledger, new Deposit(1, attachment));
        }

        // One is being appended, two wait, two are dropped: known once the ledger has seen all five.
        await world.Await(world.System.Ask<LedgerQuery, LedgerAnswer>(
            ledger, new LedgerQuery(), TimeSpan.FromDays(1), TestContext.Current.CancellationToken));
        var released = attachments.Select(attachment => attachment.Released).ToArray();
        journal.Answer();

        Assert.Equal([0, 0, 0, 1, 1], released);
        Assert.Equal(
            [
                new Receipt("refused", 0),
                new Receipt("deposited", 1),
                new Receipt("deposited", 2),
                new Receipt("deposited", 3),
            ],
            await world.Seen(observer, 4));
    }

    [Fact]
    public async Task EventSourced_StoppedWithCommandsWaiting_ReleasesThem()
    {
        await using var world = CreateWorld();
        var journal = new FaultyJournal { IsHeld = true };
        var parent = world.SpawnPuppet("parent");
        var ledger = await world.Act(parent, puppet => puppet.Engine.Spawn(
            "ledger", () => new LedgerActor(LedgerOptions(journal), parent)));
        var waiting = new Owned(1);
        world.System.Tell(ledger, new Deposit(1));
        world.System.Tell(ledger, new Deposit(1, waiting));
        await world.Await(journal.Holds);

        await world.Act(parent, puppet => puppet.Engine.Stop(ledger));
        await world.WhenStopped(ledger);

        Assert.Equal(1, waiting.Released);
    }

    [Fact]
    public async Task EventSourced_JournalThatCannotBeRead_EndsTheActorNamingTheStream()
    {
        await using var world = CreateWorld();
        var observer = world.SpawnPuppet("observer");

        var ledger = SpawnLedger(world, observer, new FaultyJournal { IsBroken = true });

        var failure = Assert.IsType<JournalException>(await world.WhenStopped(ledger));
        Assert.Contains("ledger", failure.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    private static ActorRef SpawnLedger(
        ConformanceWorld world, ActorRef observer, IJournal journal, string name = "ledger", int stashCapacity = 100) =>
        world.System.Spawn(name, () => new LedgerActor(LedgerOptions(journal, stashCapacity), observer));

    private static EventSourcedOptions<Deposited> LedgerOptions(IJournal journal, int stashCapacity = 100) => new()
    {
        Journal = journal,
        Stream = LedgerStream,
        Serializer = new DepositedSerializer(),
        StashCapacity = stashCapacity,
    };
}
