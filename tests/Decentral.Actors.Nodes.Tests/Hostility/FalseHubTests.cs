using System.Collections.Concurrent;
using System.Globalization;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Wire;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>A hub that is mistaken, or means harm, costs a node the joining and says why.</summary>
public sealed class FalseHubTests
{
    /// <summary>So far ahead that no clock gets there while the test runs.</summary>
    private const long Step = 1_000_000_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "lease of 0 s")]
    [InlineData(-1, "lease of 0 s")]
    [InlineData(299, "lease of 0.299 s")]
    [InlineData(86_400_001, "lease of 86400.001 s")]
    [InlineData(long.MaxValue, "lease of")]
    public async Task Join_LeaseThatMakesNoSense_IsRefusedWithTheRemedy(long milliseconds, string words)
    {
        await using var hub = new FalseHub(_ => WelcomeFor(milliseconds));

        var refused = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub));

        Assert.Equal(RefusalKind.Mistaken, refused.Kind);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Contains("at the hub", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NodeIncarnation.Highest)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue)]
    public async Task Join_FloorThatNothingIsAbove_IsRefusedWithTheRemedy(long floor)
    {
        await using var hub = new FalseHub(_ => Outdated(floor));

        var refused = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub));

        Assert.Equal(RefusalKind.Mistaken, refused.Kind);
        Assert.Contains("--name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_FloorThatAlwaysRises_IsTriedAgainOnceAtOnceAndThenWithPatience()
    {
        ConcurrentQueue<long> incarnations = new();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var attempts = 0;
        await using var hub = new FalseHub(hello =>
        {
            incarnations.Enqueue(hello.Candidate.Incarnation);
            return Outdated(hello.Candidate.Incarnation + Step);
        });
        var join = new JoinOptions
        {
            Hub = hub.Address,
            AttemptFailed = (reason, _) =>
            {
                Assert.Contains("over", reason, StringComparison.Ordinal);
                if (++attempts == 2)
                {
                    ending.Cancel();
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => NodeActorSystem.JoinAsync(TestNodes.Options("node"), join, ending.Token));

        // One at once for the first; each further one after a wait, which is told of.
        var seen = incarnations.ToArray();
        Assert.Equal(3, seen.Length);
        Assert.Equal([seen[0] + Step + 1, seen[0] + (2 * (Step + 1))], seen[1..]);
    }

    private static Task<NodeActorSystem> Join(FalseHub hub) => NodeActorSystem.JoinAsync(
        TestNodes.Options("node"), new JoinOptions { Hub = hub.Address }, Cancellation);

    private static ReadOnlyMemory<byte> Outdated(long floor) => Handshake.Frame(
        Refusal.Write,
        new Refusal(RefusalKind.Outdated, string.Create(CultureInfo.InvariantCulture, $"{floor} is over."), floor));

    private static ReadOnlyMemory<byte> WelcomeFor(long leaseMilliseconds) => Handshake.Frame(
        static (output, lease) =>
        {
            var writer = new MessageWriter(output, WireLimits.Default);
            writer.BeginRecord(4);
            writer.WriteEnum(FrameKind.Welcome);
            writer.Write(lease);
            writer.WriteCount(0);
            writer.Write([]);
            writer.Flush();
        },
        leaseMilliseconds);
}
