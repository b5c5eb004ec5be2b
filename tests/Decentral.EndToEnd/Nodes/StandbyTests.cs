using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Decentral.Storage.Tests.Postgres;

namespace Decentral.EndToEnd.Nodes;

/// <summary>Two hubs of one run, whose journal is in PostgreSQL: one leads, the other takes over, and no two ever do.</summary>
public sealed partial class StandbyTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const int Complete = 0;
    private const int Mistake = 2;
    private const string Lease = "5";

    [Fact]
    public async Task Run_LeadingHubIsKilled_TheOtherGoesOnWithTheNodesAndLosesNoRound()
    {
        await using var server = await PostgresServer.Start();
        var database = await server.CreateDatabase();
        using var first = Lead("killed-leader", database);
        var (join, id) = (LinkedJob.JoinOptions(first), RunId(first));
        var second = FreeAddress();
        using var standby = StandBy("killed-standby", database, second, id, "keys-killed-leader");
        standby.Reach("standing by for run");
        using var north = NodeProcess.Start(job.Path, "north", [.. join, "--join", second]);
        using var south = NodeProcess.Start(job.Path, "south", [.. join, "--join", second]);
        first.Reach("worker-1 joined").Reach("held-out").Reach("held-out").Kill();

        standby.Reach("leading run");
        var summary = standby.WaitForEnd(Complete);

        north.Reach("the run is finished").WaitForEnd(Complete);
        south.Reach("the run is finished").WaitForEnd(Complete);
        Assert.DoesNotContain("are redone", standby.Said, StringComparison.Ordinal);
        Assert.InRange(
            summary["tokens"]!.GetValue<int>(), LinkedJob.Tokens - LinkedJob.TokensPerStep, LinkedJob.Tokens);
    }

    /// <summary>It stands still for longer than its lease, and wakes up believing that it leads.</summary>
    [Fact]
    public async Task Run_LeadingHubSleepsThroughItsLease_EndsWhenItWakesAndCommandsNobody()
    {
        await using var server = await PostgresServer.Start();
        var database = await server.CreateDatabase();
        using var first = Lead("asleep-leader", database);
        var (join, id) = (LinkedJob.JoinOptions(first), RunId(first));
        var second = FreeAddress();
        using var standby = StandBy("asleep-standby", database, second, id, "keys-asleep-leader");
        standby.Reach("standing by for run");
        using var node = NodeProcess.Start(job.Path, "east", [.. join, "--join", second, "--workers", "2"]);
        first.Reach("worker-1 joined").Reach("held-out").Signal("STOP");

        standby.Reach("leading run");
        first.Signal("CONT");

        var told = first.WaitForEnd(Mistake);
        Assert.Contains("leads the run no longer", told["errors"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        standby.WaitForEnd(Complete);
        node.Reach("the run is finished").WaitForEnd(Complete);
    }

    [Fact]
    public async Task Run_HubOfAnotherJob_CannotStandBy()
    {
        await using var server = await PostgresServer.Start();
        var database = await server.CreateDatabase();
        string id;
        using (var first = Lead("left-leader", database))
        {
            id = RunId(first);
            first.Kill();
        }

        using var other = TrainingProcess.Start(
            job.Path, "job.yaml", "--set", "seed=77", "--out", "other-job", "--listen", FreeAddress(), "--journal", database,
            "--lease", Lease, "--standby", id);

        var told = other.WaitForEnd(Mistake);
        Assert.Contains("job", told["errors"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private TrainingProcess Lead(string run, string database) => job.Listen(
        run, workersHere: 0, "--journal", database, "--lease", Lease, "--keys", $"keys-{run}");

    private TrainingProcess StandBy(string run, string database, string address, string id, string keys) =>
        TrainingProcess.Start(
            job.Path, "job.yaml", "--out", run, "--listen", address, "--journal", database, "--lease", Lease,
            "--keys", keys, "--standby", id);

    private static string RunId(TrainingProcess hub)
    {
        if (!hub.Said.Contains("leading run", StringComparison.Ordinal))
        {
            hub.Reach("leading run");
        }

        return Leading().Match(hub.Said).Groups["id"].Value;
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    [GeneratedRegex(@"leading run (?<id>\S+) in term")]
    private static partial Regex Leading();
}
