using Decentral.Actors;
using Decentral.Pipeline.Wiring;

namespace Decentral.Pipeline.Tests.Wiring;

public sealed class PeerTableTests
{
    private const int Tokens = 512;

    private static readonly ActorAddress A = Peers.Peer("a");
    private static readonly ActorAddress B = Peers.Peer("b");
    private static readonly ActorAddress C = Peers.Peer("c");

    /// <summary>Tokens a second of each.</summary>
    private static readonly SortedDictionary<ActorAddress, double> Speeds = new()
    {
        [A] = 1000,
        [B] = 2000,
        [C] = 4000,
    };

    [Fact]
    public void Choose_SpeedsOfOneTwoAndFour_SharesInTheirRatio()
    {
        var table = Table(A, B, C);

        var counts = Serve(table, 7000);

        Assert.InRange(counts[A], 980, 1020);
        Assert.InRange(counts[B], 1960, 2040);
        Assert.InRange(counts[C], 3920, 4080);
    }

    [Fact]
    public void Choose_SpeedsOfOneTwoAndFour_InterleavesThem()
    {
        var table = Table(A, B, C);
        Serve(table, 100);

        for (var window = 0; window < 100; window++)
        {
            var counts = Serve(table, 7);
            Assert.InRange(counts.GetValueOrDefault(A), 0, 2);
            Assert.InRange(counts[B], 1, 3);
            Assert.InRange(counts[C], 3, 5);
        }
    }

    [Fact]
    public void Choose_MicrobatchesOfManySizes_SharesTokensRatherThanMicrobatches()
    {
        var table = Table(A, C);
        var tokens = new SortedDictionary<ActorAddress, long> { [A] = 0, [C] = 0 };

        for (var microbatch = 0; microbatch < 5000; microbatch++)
        {
            var size = 64 << (microbatch % 5);
            var peer = Choose(table, size);
            tokens[peer] += size;
            table.Complete(peer, size, Took(peer, size));
        }

        Assert.InRange(tokens[C] / (double)tokens[A], 3.9, 4.1);
    }

    [Fact]
    public void Choose_PeerBecomesSlower_ItsShareFollows()
    {
        var table = Table(A, C);
        Serve(table, 100);

        for (var microbatch = 0; microbatch < 200; microbatch++)
        {
            var peer = Choose(table);
            table.Complete(peer, Tokens, Took(A, Tokens));
        }

        var counts = Count(100, () => Choose(table));
        Assert.InRange(counts[C], 48, 52);
    }

    [Fact]
    public void Choose_BannedPeer_GetsNothingUntilItsBanEnds()
    {
        var table = Table(A, B);
        Serve(table, 50);
        table.Fail(A, Peers.Start);

        var during = Count(100, () => Choose(table, Tokens, Peers.Start + TimeSpan.FromSeconds(29.999)));
        var after = Count(30, () => Choose(table, Tokens, Peers.Start + TimeSpan.FromSeconds(30)));

        Assert.Equal([B], during.Keys);
        Assert.InRange(after[A], 9, 11);
    }

    [Fact]
    public void Choose_BanEnds_PeerIsNotFloodedWithWhatItMissed()
    {
        var table = Table(A, B);
        Serve(table, 50);
        table.Fail(A, Peers.Start);
        Count(1000, () => Choose(table, Tokens, Peers.Start));

        var after = Count(30, () => Choose(table, Tokens, Peers.Start + TimeSpan.FromMinutes(1)));

        Assert.InRange(after[A], 9, 11);
    }

    [Fact]
    public void Fail_Again_BeginsTheBanAnew()
    {
        var table = Table(A, B);
        table.Fail(A, Peers.Start);
        table.Fail(A, Peers.Start + TimeSpan.FromSeconds(20));

        var during = Count(10, () => Choose(table, Tokens, Peers.Start + TimeSpan.FromSeconds(49)));
        var after = Count(10, () => Choose(table, Tokens, Peers.Start + TimeSpan.FromSeconds(50)));

        Assert.Equal([B], during.Keys);
        Assert.Contains(A, after.Keys);
    }

    [Fact]
    public void Pardon_BannedPeer_IsChosenAtOnce()
    {
        var table = Table(A);
        table.Fail(A, Peers.Start);

        table.Pardon(A);
        table.Pardon(B);

        Assert.Equal(A, Choose(table));
        Assert.Equal([A], table.Peers);
    }

    /// <summary>A slow peer that has had its turn does not have another because it failed.</summary>
    [Fact]
    public void Pardon_PeerAheadOfTheOthers_KeepsItsPlace()
    {
        var table = Table(A, C);
        Serve(table, 50);
        ActorAddress last;
        do
        {
            last = Choose(table);
        }
        while (last != A);

        table.Fail(A, Peers.Start);
        table.Pardon(A);

        Assert.Equal([C, C, C], Enumerable.Range(0, 3).Select(_ => Choose(table)));
    }

    [Fact]
    public void Choose_AllBanned_SaysWhenTheNextBanEnds()
    {
        var table = Table(A, B);
        table.Fail(A, Peers.Start);
        table.Fail(B, Peers.Start + TimeSpan.FromSeconds(5));

        var choice = table.Choose(Tokens, Peers.Start + TimeSpan.FromSeconds(10), Peers.None);

        Assert.Null(choice.Peer);
        Assert.Equal("2 of 2 peers of the stage are banned; the next ban ends in 20 s.", choice.Reason);
    }

    [Fact]
    public void Choose_NobodyThere_SaysSo()
    {
        var choice = Table().Choose(Tokens, Peers.Start, Peers.None);

        Assert.Equal(new PeerChoice(null, "No peer serves the stage."), choice);
    }

    [Fact]
    public void Choose_TriedBefore_GoesElsewhereUntilAllAreTried()
    {
        var table = Table(A, B);
        var first = Choose(table);

        var second = table.Choose(Tokens, Peers.Start, new SortedSet<ActorAddress> { first }).Peer;
        var none = table.Choose(Tokens, Peers.Start, new SortedSet<ActorAddress> { A, B });

        Assert.Equal(first == A ? B : A, second);
        Assert.Equal(new PeerChoice(null, "All 2 peers of the stage had this microbatch already."), none);
    }

    [Fact]
    public void Choose_OneBannedTheOtherTried_SaysBoth()
    {
        var table = Table(A, B);
        table.Fail(A, Peers.Start);

        var choice = table.Choose(Tokens, Peers.Start, new SortedSet<ActorAddress> { B });

        Assert.Equal(
            "1 of 2 peers of the stage are banned; the other 1 had this microbatch already; the next ban ends in 30 s.",
            choice.Reason);
    }

    [Fact]
    public void Choose_Peer_SaysWhyItIsNext()
    {
        var table = Table(A);
        table.Choose(1500, Peers.Start, Peers.None);

        var choice = table.Choose(Tokens, Peers.Start, Peers.None);

        Assert.Equal(new PeerChoice(A, "a/stage#1 is next, at 1.5 s of work."), choice);
    }

    [Fact]
    public void Enter_WhileOthersHaveWorkedLong_IsNotFlooded()
    {
        var table = Table(A, B);
        Serve(table, 3000);
        table.Enter(C);

        var counts = Count(50, () => Choose(table));

        // C was not measured: it is taken for as slow as A.
        Assert.InRange(counts[C], 11, 14);
        Assert.InRange(counts[A], 11, 14);
    }

    [Fact]
    public void Enter_PeerThatIsKnown_ChangesNothing()
    {
        var (table, other) = (Table(A, B), Table(A, B));
        Serve(table, 50);
        Serve(other, 50);

        table.Enter(A);

        Assert.Equal(Sequence(other), Sequence(table));
    }

    [Fact]
    public void Enter_AllOthersAreBanned_IsChosenUntilTheyAreBack()
    {
        var table = Table(A);
        Serve(table, 1000);
        table.Fail(A, Peers.Start);
        table.Enter(B);

        var during = Count(10, () => Choose(table));
        var after = Count(50, () => Choose(table, Tokens, Peers.Start + TimeSpan.FromMinutes(1)));

        Assert.Equal([B], during.Keys);
        Assert.InRange(after[A], 20, 35);
    }

    [Fact]
    public void Leave_Peer_IsForgotten()
    {
        var table = Table(A, B);
        table.Fail(A, Peers.Start);

        table.Leave(A);
        table.Leave(A);
        table.Leave(C);
        table.Fail(A, Peers.Start);
        table.Complete(A, Tokens, TimeSpan.FromSeconds(1));
        table.Miss(A, Tokens, TimeSpan.FromSeconds(1));

        Assert.Equal([B], table.Peers);
        Assert.Equal([B], Count(10, () => Choose(table, Tokens, Peers.Start + TimeSpan.FromHours(1))).Keys);
    }

    [Fact]
    public void Leave_PeerInTheOrder_IsNotChosen()
    {
        var table = Table(A, B);

        table.Leave(B);

        Assert.Equal([A], Count(10, () => Choose(table)).Keys);
    }

    [Fact]
    public void Miss_Deadline_IsNoBanButCountsAsSlow()
    {
        var table = Table(A, B);
        Count(20, () => Complete(table, Choose(table), 1));
        for (var miss = 0; miss < 20; miss++)
        {
            table.Miss(A, Tokens, TimeSpan.FromSeconds(4));
        }

        var counts = Count(100, () => Choose(table));

        Assert.InRange(counts[A], 18, 24);
    }

    [Fact]
    public void Miss_WaitedLessThanUsual_TellsNothing()
    {
        var (table, other) = (Table(A, B), Table(A, B));
        Count(20, () => Complete(table, Choose(table), 1));
        Count(20, () => Complete(other, Choose(other), 1));

        table.Miss(A, Tokens, TimeSpan.FromSeconds(0.5));

        Assert.Equal(Sequence(other), Sequence(table));
    }

    [Fact]
    public void Choose_SameSeedAndHistory_GivesTheSameOrder()
    {
        var (table, other) = (Table(A, B, C), Table(A, B, C));
        Serve(table, 20);
        Serve(other, 20);

        Assert.Equal(Sequence(table), Sequence(other));
    }

    [Fact]
    public void Choose_OtherSeeds_BeginWithOtherPeers()
    {
        var firsts = Enumerable.Range(0, 60).Select(seed =>
        {
            var table = new PeerTable(new PeerTableOptions { Seed = (ulong)seed });
            Array.ForEach([A, B, C], table.Enter);
            return Choose(table);
        }).GroupBy(peer => peer).ToArray();

        Assert.Equal(3, firsts.Length);
        Assert.All(firsts, group => Assert.InRange(group.Count(), 8, 35));
    }

    /// <summary>At a thousand times the speed that is assumed, a guess is worth a thousand microbatches.</summary>
    [Fact]
    public void Complete_FirstMeasurement_TakesBackWhatWasGuessed()
    {
        var table = Table(A, B);

        var counts = Count(20, () => Complete(table, Choose(table), Tokens / 1e6));

        Assert.InRange(counts[A], 9, 11);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Complete_FirstMeasurementDuringABan_TakesBackWhatWasGuessed(bool bannedFirst)
    {
        var table = Table(A, B);
        for (var microbatch = 0; microbatch < 10; microbatch++)
        {
            Choose(table);
        }

        table.Fail(A, Peers.Start);
        Complete(table, bannedFirst ? A : B, Tokens / 1e6);
        Complete(table, bannedFirst ? B : A, Tokens / 1e6);
        table.Pardon(A);

        Assert.InRange(Count(20, () => Choose(table))[A], 9, 11);
    }

    /// <summary>B is taken for as slow as A at first: C would have a hundred turns before it.</summary>
    [Fact]
    public void Complete_FirstMeasurementOfAFastPeer_FreesItOfTheSlowestsPace()
    {
        var table = Table(A, C);
        Count(500, () => Choose(table) is var peer && peer == A ? Complete(table, A, 100) : Complete(table, C, 1));
        table.Enter(B);
        ActorAddress chosen;
        do
        {
            chosen = Choose(table);
        }
        while (chosen != B);

        Complete(table, B, 1);

        Assert.InRange(Count(50, () => Choose(table))[B], 24, 26);
    }

    /// <summary>A is a microbatch ahead of where the stage stood when it failed, so that B is always first.</summary>
    [Fact]
    public void Enter_NobodyElseIsFree_BeginsWhereTheStageStoodAsItWasMeasured()
    {
        for (var seed = 0UL; seed < 10; seed++)
        {
            var table = new PeerTable(new PeerTableOptions { Seed = seed });
            table.Enter(A);
            Count(5, () => Choose(table));
            Complete(table, A, Tokens / 1e6);
            table.Fail(A, Peers.Start);

            table.Enter(B);
            table.Pardon(A);

            Assert.Equal(B, Choose(table));
        }
    }

    [Fact]
    public void Complete_InNoTime_StillLeavesARate()
    {
        var table = Table(A, B);

        Count(20, () => Complete(table, Choose(table), 0));

        Assert.Equal(2, Count(20, () => Choose(table)).Count);
    }

    [Fact]
    public void Methods_NoTokens_Throw()
    {
        var table = Table(A);

        Assert.Throws<ArgumentOutOfRangeException>(() => table.Choose(0, Peers.Start, Peers.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Complete(A, 0, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Miss(A, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Constructor_SettingOutOfRange_Throws()
    {
        var options = new PeerTableOptions { Seed = 1 };

        AssertRefused(options with { InitialTokensPerSecond = 0 });
        AssertRefused(options with { NewestShare = 0 });
        AssertRefused(options with { NewestShare = 1.1 });
        AssertRefused(options with { Ban = TimeSpan.FromSeconds(-1) });
    }

    private static void AssertRefused(PeerTableOptions options) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeerTable(options));

    private static PeerTable Table(params ActorAddress[] peers)
    {
        var table = new PeerTable(new PeerTableOptions { Seed = 1 });
        Array.ForEach(peers, table.Enter);
        return table;
    }

    private static ActorAddress Choose(PeerTable table, int tokens = Tokens, DateTimeOffset? now = null)
    {
        var peer = table.Choose(tokens, now ?? Peers.Start, Peers.None).Peer;
        Assert.NotNull(peer);
        return peer.Value;
    }

    private static ActorAddress Complete(PeerTable table, ActorAddress peer, double seconds)
    {
        table.Complete(peer, Tokens, TimeSpan.FromSeconds(seconds));
        return peer;
    }

    private static SortedDictionary<ActorAddress, int> Serve(PeerTable table, int microbatches) =>
        Count(microbatches, () =>
        {
            var peer = Choose(table);
            table.Complete(peer, Tokens, Took(peer, Tokens));
            return peer;
        });

    private static TimeSpan Took(ActorAddress peer, int tokens) => TimeSpan.FromSeconds(tokens / Speeds[peer]);

    private static ActorAddress[] Sequence(PeerTable table) =>
        [.. Enumerable.Range(0, 50).Select(_ => Choose(table))];

    private static SortedDictionary<ActorAddress, int> Count(int times, Func<ActorAddress> choose)
    {
        var counts = new SortedDictionary<ActorAddress, int>();
        for (var time = 0; time < times; time++)
        {
            var peer = choose();
            counts[peer] = counts.GetValueOrDefault(peer) + 1;
        }

        return counts;
    }
}
