using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;

namespace Decentral.Training.Tests.Shards;

public sealed class EarlyContributionsTests
{
    private static readonly Round Now = new(4);
    private static readonly Term Opened = new(2);

    [Fact]
    public void TakeAwaited_SomeAreOfTheRound_HandsThoseOverInMemberOrder()
    {
        using var early = new EarlyContributions();
        using var collection = new Collection(Now, Opened, 0, 0);
        collection.WaitFor([One(0), One(2)]);
        foreach (var worker in new[] { 2, 1, 0 })
        {
            early.Keep(Contribution(worker), ActorRef.None, most: 3);
        }

        var awaited = early.TakeAwaited(collection);

        Assert.Equal([0, 2], awaited.Select(one => one.Contribution.Header.Worker.Value));
        Assert.Empty(early.TakeAwaited(collection));
        foreach (var (contribution, _) in awaited)
        {
            contribution.Dispose();
        }
    }

    [Fact]
    public void Keep_AnotherOfTheSameWorker_ReplacesAndReleasesTheFirst()
    {
        using var early = new EarlyContributions();
        var (first, second) = (Contribution(0), Contribution(0));

        early.Keep(first, ActorRef.None, most: 1);
        early.Keep(second, ActorRef.None, most: 1);

        Assert.True(IsReleased(first));
        Assert.False(IsReleased(second));
    }

    [Fact]
    public void Keep_AsManyAsMayBe_ReleasesTheNext()
    {
        using var early = new EarlyContributions();
        var (kept, tooMany) = (Contribution(0), Contribution(1));

        early.Keep(kept, ActorRef.None, most: 1);
        early.Keep(tooMany, ActorRef.None, most: 1);

        Assert.False(IsReleased(kept));
        Assert.True(IsReleased(tooMany));
    }

    [Fact]
    public void Clear_ReleasesAll()
    {
        using var early = new EarlyContributions();
        var kept = Contribution(0);
        early.Keep(kept, ActorRef.None, most: 1);

        early.Clear();

        Assert.True(IsReleased(kept));
    }

    private static Participant One(int worker) =>
        new(new WorkerId(worker), new Incarnation(1), ActorRef.None, Now, Opened, 8, 8);

    private static Transferred<ContributionHeader> Contribution(int worker) => new(
        new ContributionHeader(new FragmentId(0), Now, Opened, new WorkerId(worker), new Incarnation(1), 8, 1) { Weight = 8 },
        new Payload(MemoryPool<byte>.Shared.Rent(4), 4));

    private static bool IsReleased(Transferred<ContributionHeader> contribution)
    {
        try
        {
            return contribution.Payload.Bytes.IsEmpty;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
