using System.Text.Json.Nodes;

namespace Decentral.EndToEnd.Nodes;

/// <summary>The real program as a hub and nodes over TLS on one machine: they join, leave and die, and the run ends as it should.</summary>
public sealed class LinkedRunTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const int Complete = 0;
    private const int Mistake = 2;
    private const int Stopped = 3;

    [Fact]
    public void Train_NodeFillsAPlace_TheRunIsTrainedByBoth()
    {
        using var hub = job.Listen("joined", workersHere: 1);
        using var node = NodeProcess.Start(job.Path, "alice", LinkedJob.JoinOptions(hub));

        var summary = hub.WaitForEnd(Complete);

        node.Reach("takes part as worker-1").Reach("the run is finished").WaitForEnd(Complete);
        Assert.InRange(Number(summary, "tokens"), LinkedJob.Tokens - LinkedJob.TokensPerStep, LinkedJob.Tokens);
        Assert.Equal(0, Number(summary, "recoveries"));
        Assert.InRange(summary["evalLoss"]!.GetValue<double>(), 0, 3);
        var events = ProgramRun.Of(job.Path, "inspect", "joined", "--json").EndedWith(Complete).Json()["events"]!.AsArray();
        Assert.Contains(events, happened => Text(happened).StartsWith("alice was given worker-1: cpu, a step in ", StringComparison.Ordinal));
        Assert.DoesNotContain(events, happened => Text(happened).Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_NodeIsKilledAndComesBack_IsGivenItsPlaceAgainWithoutAToken()
    {
        using var hub = job.Listen("killed", workersHere: 1);
        var join = LinkedJob.JoinOptions(hub);
        using (var first = NodeProcess.Start(job.Path, "bob", join))
        {
            first.Reach("takes part as worker-1");
            hub.Reach("worker-1 joined").Reach("held-out");
            first.Kill();
        }

        hub.Reach("worker-1 left");
        using var second = NodeProcess.Start(job.Path, "bob", join[..2]);
        second.Reach("takes part as worker-1");
        hub.Reach("worker-1 joined");

        var summary = hub.WaitForEnd(Complete);

        second.Reach("the run is finished").WaitForEnd(Complete);
        Assert.InRange(Number(summary, "recoveries"), 1, 10);
    }

    [Fact]
    public void Train_NodeComesBackToOneThatListensForPeers_TakesTheStateFromItDirectly()
    {
        using var hub = job.Listen("peers", workersHere: 0);
        var join = LinkedJob.JoinOptions(hub);
        using var listener = NodeProcess.Start(job.Path, "gina", [.. join, "--listen-peers", "https://127.0.0.1:0"]);
        using (var first = NodeProcess.Start(job.Path, "hank", join))
        {
            hub.Reach("held-out");
            first.Kill();
        }

        using var second = NodeProcess.Start(job.Path, "hank", join[..2]);

        second.Reach("bulk data with gina goes directly");
        listener.Reach("bulk data with hank goes directly");
        hub.WaitForEnd(Complete);
    }

    /// <summary>Streaming DiLoCo in four bits, whose updates are combined by the members: one is killed with the shards that it has.</summary>
    [Fact]
    public void Train_NodeWithShardsIsKilled_AnotherIsGivenThem()
    {
        using var hub = job.Listen(
            "shards", workersHere: 0, "--set", "method=streaming-diloco", "--set", "sync.every=20", "--set", "sync.shards=members");
        var join = LinkedJob.JoinOptions(hub);
        using var stays = NodeProcess.Start(job.Path, "ida", join);
        using (var goes = NodeProcess.Start(job.Path, "jack", join))
        {
            goes.Reach("collects the updates of fragment");
            hub.Reach("held-out").Reach("held-out");
            goes.Kill();
        }

        using var comesBack = NodeProcess.Start(job.Path, "jack", join[..2]);

        var summary = hub.WaitForEnd(Complete);

        stays.Reach("collects the updates of fragment 0").Reach("the run is finished").WaitForEnd(Complete);
        Assert.InRange(summary["evalLoss"]!.GetValue<double>(), 0, 3);
        var events = ProgramRun.Of(job.Path, "inspect", "shards", "--json").EndedWith(Complete).Json()["events"]!.AsArray();
        Assert.Contains(events, happened => Text(happened).EndsWith(": jack is gone", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_HubIsKilledAndResumed_NodesConnectAgainAndTheRunGoesOn()
    {
        string[] join;
        NodeProcess node;
        using (var first = job.Listen("hub-killed", workersHere: 1))
        {
            join = LinkedJob.JoinOptions(first);
            node = NodeProcess.Start(job.Path, "carol", join);
            first.Reach("worker-1 joined").Reach("held-out").Reach("held-out").Kill();
        }

        using (node)
        {
            using var second = TrainingProcess.Start(
                job.Path, "--resume", "hub-killed", "--listen", join[1], "--workers-here", "1");

            var summary = second.WaitForEnd(Complete);

            node.Reach("the run is finished").WaitForEnd(Complete);
            Assert.DoesNotContain("are redone", second.Said, StringComparison.Ordinal);
            Assert.InRange(Number(summary, "tokens"), LinkedJob.Tokens - LinkedJob.TokensPerStep, LinkedJob.Tokens);
        }
    }

    [Fact]
    public void Train_HubIsStoppedAndResumed_NodesWaitAndGoOn()
    {
        using var first = job.Listen("hub-stopped", workersHere: 1);
        var join = LinkedJob.JoinOptions(first);
        using var node = NodeProcess.Start(job.Path, "dora", join);
        first.Reach("worker-1 joined").Reach("held-out").Signal("INT").WaitForEnd(Stopped);
        node.Reach("the run was stopped; waiting for it to go on");

        using var second = TrainingProcess.Start(
            job.Path, "--resume", "hub-stopped", "--listen", join[1], "--workers-here", "1");

        second.WaitForEnd(Complete);
        node.Reach("the run is finished").WaitForEnd(Complete);
    }

    [Fact]
    public void Train_NodeStandsStillForLongerThanItsLease_IsDoneWithoutAndJoinsAgain()
    {
        using var hub = job.Listen("frozen", workersHere: 1, "--lease", "1");
        using var node = NodeProcess.Start(job.Path, "erik", LinkedJob.JoinOptions(hub));
        hub.Reach("worker-1 joined").Reach("held-out");

        node.Send("STOP");
        hub.Reach("worker-1 left");
        node.Send("CONT");

        hub.Reach("worker-1 joined");
        hub.WaitForEnd(Complete);
        node.Reach("joining again").Reach("takes part as worker-1").Reach("the run is finished").WaitForEnd(Complete);
    }

    [Fact]
    public void Node_IsStopped_LeavesAtOnceAndTheRunGoesOn()
    {
        using var hub = job.Listen("left", workersHere: 1);
        using var node = NodeProcess.Start(job.Path, "fred", LinkedJob.JoinOptions(hub));
        hub.Reach("worker-1 joined").Reach("held-out");

        node.Send("INT");

        node.WaitForEnd(Complete);
        hub.Reach("worker-1 left").WaitForEnd(Complete);
    }

    [Fact]
    public void Node_TokenOfAnotherHub_IsRefusedWithAReasonAndEndsWithTwo()
    {
        using var hub = job.Listen("guarded", workersHere: 1);
        using var other = job.Listen("other", workersHere: 1);
        var (url, token) = (LinkedJob.JoinOptions(hub)[1], LinkedJob.JoinOptions(other)[3]);

        var refused = ProgramRun.Of(job.Path, "node", "--name", "eve", "--keys", "eve", "--join", url, "--token", token);

        refused.EndedWith(Mistake);
        Assert.Contains("is not the one that the token names", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_PortIsInUse_SaysSoAndEndsWithTwo()
    {
        using var hub = job.Listen("first", workersHere: 1);
        var url = LinkedJob.JoinOptions(hub)[1];

        var refused = ProgramRun.Of(job.Path, "train", "job.yaml", "--out", "second", "--listen", url);

        refused.EndedWith(Mistake);
        Assert.Contains("cannot be listened at", refused.Errors, StringComparison.Ordinal);
    }

    private static string Text(JsonNode? happened) => happened!["text"]!.GetValue<string>();

    private static int Number(JsonObject summary, string name) => summary[name]!.GetValue<int>();
}
