using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;
using Decentral.Training.Tests.Formats;

namespace Decentral.Training.Tests.Shards;

public sealed class CollectionTests
{
    private static readonly Round Now = new(4);
    private static readonly Term Opened = new(2);

    [Fact]
    public void IsComplete_BeforeAnyoneIsWaitedFor_IsFalse()
    {
        using var collection = new Collection(Now, Opened, 0, 0);

        Assert.False(collection.IsComplete);
        Assert.False(collection.Awaits(Header(0, 1)));
    }

    [Fact]
    public void TakeContributions_CameInAnyOrder_AreInMemberOrder()
    {
        using var collection = Waiting((2, 1), (0, 1), (1, 1));
        foreach (var worker in new[] { 1, 2, 0 })
        {
            Assert.False(collection.IsComplete);
            collection.Add(Contribution(worker, 1, out _));
        }

        Assert.True(collection.IsComplete);
        Assert.Equal([0, 1, 2], collection.TakeContributions().Select(one => one.Header.Worker.Value));
        Assert.False(collection.IsComplete);
    }

    [Fact]
    public void Awaits_OtherRoundOpeningOrIncarnation_IsFalse()
    {
        using var collection = Waiting((0, 2));

        Assert.True(collection.Awaits(Header(0, 2)));
        Assert.False(collection.Awaits(Header(0, 1)));
        Assert.False(collection.Awaits(Header(1, 2)));
        Assert.False(collection.Awaits(Header(0, 2) with { Round = Now.Previous }));
        Assert.False(collection.Awaits(Header(0, 2) with { Opened = new Term(1) }));
    }

    [Fact]
    public void Add_Repetition_ReplacesAndReleasesTheFirst()
    {
        using var collection = Waiting((0, 1));
        collection.Add(Contribution(0, 1, out var first));

        collection.Add(Contribution(0, 1, out var second));

        Assert.True(first.IsReleased);
        Assert.False(second.IsReleased);
        Assert.Single(collection.TakeContributions());
    }

    [Fact]
    public void WaitFor_OneIsStruckOff_HandsItsContributionOverAndIsComplete()
    {
        using var collection = Waiting((0, 1), (1, 1), (2, 1));
        collection.Add(Contribution(0, 1, out var kept));
        collection.Add(Contribution(1, 1, out var struck));

        var (contribution, from) = Assert.Single(collection.WaitFor([One(0, 1), One(1, 2)]));

        Assert.Equal((new WorkerId(1), ActorRef.None), (contribution.Header.Worker, from));
        Assert.False(struck.IsReleased);
        Assert.False(kept.IsReleased);
        Assert.Equal([new WorkerId(1)], collection.Missing.Select(one => one.Worker));
    }

    [Fact]
    public void Dispose_WithContributions_ReleasesThem()
    {
        var collection = Waiting((0, 1));
        collection.Add(Contribution(0, 1, out var memory));

        collection.Dispose();

        Assert.True(memory.IsReleased);
    }

    [Fact]
    public void FindFault_FromTheWorkerForItsLease_IsNone()
    {
        using var collection = Waiting((0, 1));

        Assert.Null(collection.FindFault(Header(0, 1), ActorRef.None));
    }

    [Fact]
    public void FindFault_FromSomebodyElse_NamesBoth()
    {
        using var collection = Waiting((0, 1));

        var fault = collection.FindFault(Header(0, 1), Addresses.Of("eve", "node/worker-9", 1));

        Assert.Contains("eve", fault, StringComparison.Ordinal);
        Assert.Contains("in the name of", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void FindFault_MoreTokensThanWereLeased_SaysHowMany()
    {
        using var collection = Waiting((0, 1));

        Assert.Equal(
            "it says that 9000 tokens were trained, of 8 that were leased",
            collection.FindFault(Header(0, 1) with { Tokens = 9000 }, ActorRef.None));
    }

    [Fact]
    public void TakeDiverged_AllAlikeOrAllSilent_AreNone()
    {
        using var alike = Based(7, 7);
        using var silent = Based(null, null);

        Assert.Empty(alike.TakeDiverged());
        Assert.Empty(silent.TakeDiverged());
        Assert.True(alike.IsComplete);
    }

    [Fact]
    public void TakeDiverged_OneIsSilentWhereOthersSpeak_IsThatOne()
    {
        using var collection = Based(null, 7);

        Assert.Contains("not said", Assert.Single(collection.TakeDiverged()).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new ulong[] { 1, 7, 7 }, new[] { 0 })]
    [InlineData(new ulong[] { 7, 1, 7, 2 }, new[] { 1, 3 })]
    [InlineData(new ulong[] { 1, 7 }, new[] { 1 })]
    public void TakeDiverged_SomeUnlikeMost_AreThose(ulong[] bases, int[] expected)
    {
        using var collection = Based([.. bases.Select(value => (ulong?)value)]);

        var diverged = collection.TakeDiverged();

        Assert.Equal(expected, diverged.Select(one => one.Contribution.Header.Worker.Value).Order());
        Assert.Equal(expected, collection.Missing.Select(one => one.Worker.Value));
        Assert.All(diverged, one => Assert.StartsWith("its worker holds other parameters in version 3 than", one.Fault));
    }

    /// <summary>Where outcomes come a round late, one that had none to wait for is a version ahead of the others.</summary>
    [Fact]
    public void TakeDiverged_AnotherVersionThanTheOthers_IsNotCompared()
    {
        using var collection = Based(7, 7);
        var header = Header(0, 1) with { Base = new ReplicaDigest(1), BaseVersion = Now.Previous.Previous };
        collection.Add(new Transferred<ContributionHeader>(header, new Payload(new Watched(), 4)));

        Assert.Empty(collection.TakeDiverged());
    }

    private static Collection Based(params ulong?[] bases)
    {
        var collection = Waiting([.. bases.Select((_, worker) => (worker, 1L))]);
        for (var worker = 0; worker < bases.Length; worker++)
        {
            var header = Header(worker, 1) with { Base = bases[worker] is { } value ? new ReplicaDigest(value) : null };
            collection.Add(new Transferred<ContributionHeader>(header, new Payload(new Watched(), 4)));
        }

        return collection;
    }

    private static Collection Waiting(params (int Worker, long Incarnation)[] participants)
    {
        var collection = new Collection(Now, Opened, 0, 0);
        collection.WaitFor([.. participants.Select(one => One(one.Worker, one.Incarnation))]);
        return collection;
    }

    private static Participant One(int worker, long incarnation) =>
        new(new WorkerId(worker), new Incarnation(incarnation), ActorRef.None, Now, Opened, 8, 8);

    private static ContributionHeader Header(int worker, long incarnation) =>
        new(new FragmentId(0), Now, Opened, new WorkerId(worker), new Incarnation(incarnation), 8, 1.5)
        {
            Weight = 8,
            BaseVersion = Now.Previous,
        };

    private static Transferred<ContributionHeader> Contribution(int worker, long incarnation, out Watched memory)
    {
        memory = new Watched();
        return new Transferred<ContributionHeader>(Header(worker, incarnation), new Payload(memory, 4));
    }

    private sealed class Watched : IMemoryOwner<byte>
    {
        public bool IsReleased { get; private set; }

        public Memory<byte> Memory { get; } = new byte[4];

        public void Dispose() => IsReleased = true;
    }
}
