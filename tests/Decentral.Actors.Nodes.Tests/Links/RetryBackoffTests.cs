using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Tests.Links;

public sealed class RetryBackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void NewBackoff_SameSeed_GivesTheSameWaits()
    {
        Assert.Equal(WaitsOf(1), WaitsOf(1));
        Assert.NotEqual(WaitsOf(1), WaitsOf(2));

        static TimeSpan[] WaitsOf(int seed)
        {
            var options = TestNodes.Options("node") with { Chance = new Random(seed) };
            var (first, second) = (options.NewBackoff(), options.NewBackoff());
            return [first.Next(), second.Next(), first.Next(), second.Next()];
        }
    }

    /// <summary>A hub that is back after some seconds is found within a quarter of them.</summary>
    [Fact]
    public void Next_AfterAnOutage_IsAtMostAboutAQuarterOfIt()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var backoff = new RetryBackoff(First, Longest, new Random(seed));
            var outage = TimeSpan.Zero;
            while (outage < TimeSpan.FromSeconds(20))
            {
                var wait = backoff.Next();
                Assert.True(wait <= First + (outage * 0.5), $"After {outage} it waits for {wait}.");
                outage += wait;
            }
        }
    }

    [Fact]
    public void Next_AnyDraw_IsOfTheUpperHalfAndGrowsUpToTheLongest()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var backoff = new RetryBackoff(First, Longest, new Random(seed));
            var most = First;
            for (var attempt = 0; attempt < 40; attempt++)
            {
                Assert.InRange(backoff.Next(), most / 2, most);
                most = most * 1.25 < Longest ? most * 1.25 : Longest;
            }

            Assert.Equal(Longest, most);
            backoff.Reset();
            Assert.InRange(backoff.Next(), First / 2, First);
        }
    }
}
