using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Decentral.Wire.Formats;

namespace Decentral.EndToEnd.Nodes;

/// <summary>
/// What the ledger says was sent for synchronisation, against the sockets between a hub and a node, without TLS. Every byte that
/// they counted is accounted for: the updates and their headers, to the byte, and what frames and answers add, by a bound. An update
/// that a shard asked for again counts once.
/// </summary>
public sealed partial class LedgerOnTheWireTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const int Workers = 2;
    private const int Steps = 100;

    /// <summary>Two addresses, two names of nodes, which transfer it is; the WebSocket's head and mask.</summary>
    private const int MostAroundAnOffer = 128;

    /// <summary>Two names of nodes, which transfer it is, offset and checksum; two heads and masks of the WebSocket.</summary>
    private const int MostAroundAChunk = 64;

    /// <summary>That it is taken, that a chunk has arrived, or that it has reached its receiver.</summary>
    private const int MostOfAnAnswer = 48;

    /// <summary>A worker tells of each step.</summary>
    private const int MostOfAStep = 160;

    /// <summary>Joining, leaving, and what rounds, measurements and snapshots take.</summary>
    private const int MostOfOtherMessages = 32 << 10;

    /// <summary>Reports, signs of life and their answers.</summary>
    private const int MostOfASecond = 2 << 10;

    /// <param name="method">Of the run.</param>
    /// <param name="mostAround">
    /// What frames and answers add at most, as a share of the ledger's bytes: 5.1 % on a path so slow that it takes chunks of 2 KiB, and
    /// what an offer and its answers take beyond what the ledger counts for them.
    /// </param>
    [Theory]
    [InlineData("diloco", 0.053)]
    [InlineData("sparse-loco", 0.075)]
    public async Task Train_BothWorkersOnANode_LedgerIsWhatTheSocketsCarriedForUpdatesAndPublications(string method, double mostAround)
    {
        var began = Stopwatch.GetTimestamp();
        using var hub = TrainingProcess.Start(
            job.Path,
            "job.yaml", "--out", method, "--listen", "http://127.0.0.1:0", "--workers-here", "0", "--lease", "60",
            "--set", $"method={method}", "--set", "sync.every=25", "--set", $"inner.steps={Steps}", "--set", $"workers={Workers}");
        hub.Reach("other machines join by:");
        await using var tap = new Tap(new Uri(JoinCommand().Match(hub.Said).Groups["url"].Value));
        using var node = NodeProcess.Start(job.Path, "walter", "--join", tap.Address.ToString(), "--workers", $"{Workers}");

        var summary = hub.WaitForEnd(expectedExitCode: 0);
        node.WaitForEnd(expectedExitCode: 0);
        var links = await tap.TakeLinks();

        Assert.All(links.SelectMany(link => new[] { link.Up, link.Down }), AssertIsWhatTheSocketCounted);
        var bulk = Assert.Single(links, link => link.Frames.Any(frame => frame.Offered is not null));
        var control = links.Where(link => link != bulk).Sum(link => link.Up.Bytes.Length + link.Down.Bytes.Length);
        var updates = new SyncTraffic(bulk.Frames);
        var ledger = Bytes(summary, "bytesSent");
        Assert.Equal(ledger, Bytes(summary, "bytesReceived"));
        Assert.Equal(ledger, Bytes(ProgramRun.Of(job.Path, "inspect", method, "--json").EndedWith(0).Json(), "bytesSent"));
        Assert.Equal(2 * Workers * Bytes(summary, "rounds"), updates.Transfers);
        Assert.Equal(ledger, updates.HeaderBytes + updates.PayloadBytes + (updates.Transfers * WireSize.TransferEnvelopeBytes));
        Assert.InRange(
            updates.Bytes - updates.HeaderBytes - updates.PayloadBytes,
            updates.Transfers * WireSize.TransferEnvelopeBytes,
            (updates.Transfers * (MostAroundAnOffer + (2 * MostOfAnAnswer))) + (updates.Chunks * (MostAroundAChunk + MostOfAnAnswer)));
        Assert.InRange(updates.Bytes, ledger, ledger * (1 + mostAround));
        Assert.InRange(
            control,
            1,
            (Steps * Workers * MostOfAStep) + MostOfOtherMessages + (MostOfASecond * Stopwatch.GetElapsedTime(began).TotalSeconds));
    }

    private static void AssertIsWhatTheSocketCounted(TappedBytes tapped)
    {
        Assert.Equal(tapped.Bytes.Length, new LinkTraffic(tapped.Bytes.Span).Bytes);

        // The mark of the end counts as one.
        Assert.InRange(tapped.OfSocket - tapped.Bytes.Length, 0, 1);
    }

    private static long Bytes(JsonObject summary, string name) => summary[name]!.GetValue<long>();

    [GeneratedRegex(@"node --join (?<url>\S+)")]
    private static partial Regex JoinCommand();
}
