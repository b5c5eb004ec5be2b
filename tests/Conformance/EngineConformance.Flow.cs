using Decentral.Actors;
using Decentral.Conformance.Flow;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Credit_NothingLost_NeverFillsTheMailbox()
    {
        await using var world = CreateWorld();

        var taken = await Produce(world, 1000, seconds: 1, _ => false, _ => false);

        Assert.Equal(Enumerable.Range(1, 1000).Select(sent => (object)(long)sent), taken);
    }

    [Fact]
    public async Task Credit_EverySecondGrantLost_StillSendsAll()
    {
        await using var world = CreateWorld();

        var taken = await Produce(world, 200, seconds: 200, grant => grant % 2 == 0, _ => false);

        Assert.Equal(Enumerable.Range(1, 200).Select(sent => (object)(long)sent), taken);
    }

    [Fact]
    public async Task Credit_AWholeWindowLost_GoesOnAfterIt()
    {
        await using var world = CreateWorld();

        var taken = await Produce(world, 100, seconds: 10, _ => false, parcel => parcel is > 40 and <= 60);

        Assert.Equal(
            Enumerable.Range(1, 100).Where(sent => sent is <= 40 or > 60).Select(sent => (object)(long)sent), taken);
    }

    private static async Task<object[]> Produce(
        ConformanceWorld world, int parcels, int seconds, Func<int, bool> losesGrant, Func<long, bool> losesParcel)
    {
        const int Window = 8;
        // Room for a window, a request for credit and a question of the test.
        var options = new SpawnOptions { MailboxCapacity = Window + 2 };
        var consumer = world.System.Spawn("consumer", () => new Consumer(Window, losesGrant, losesParcel), options);
        var producer = world.System.Spawn("producer", () => new Producer(consumer, parcels));

        var taken = await world.Seen(consumer, 0);
        for (var second = 0; second < seconds || taken.Length == 0; second++)
        {
            await SettleCredit(world, producer, consumer);
            world.Advance(TimeSpan.FromSeconds(1));
            taken = await world.Seen(consumer, 0);
        }

        await SettleCredit(world, producer, consumer);
        Assert.Equal(0, world.System.DeadLetters.Total);
        return await world.Seen(consumer, 0);
    }

    /// <summary>Lets grants and parcels go to and fro until neither side says anything new.</summary>
    private static async Task SettleCredit(ConformanceWorld world, ActorRef producer, ActorRef consumer)
    {
        var before = -1L;
        var sent = (long)(await world.Seen(producer, 0))[0];
        while (sent != before)
        {
            before = sent;
            await world.Seen(consumer, 0);
            sent = (long)(await world.Seen(producer, 0))[0];
        }
    }
}
