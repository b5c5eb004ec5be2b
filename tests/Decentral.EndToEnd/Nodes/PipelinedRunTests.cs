using System.Text.Json.Nodes;

namespace Decentral.EndToEnd.Nodes;

/// <summary>The real program as a hub and nodes that each hold a stage of the model.</summary>
public sealed class PipelinedRunTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const int Complete = 0;

    private static readonly string[] InFourStages =
    [
        "--lease", "1", "--set", "method=pipeline", "--set", "workers=1", "--set", "model.layers=4", "--set", "pipeline.stages=4",
        "--set", "inner.accumulation=4", "--set", "inner.steps=400", "--set", "sync.every=25", "--set", "evaluation.every=50",
    ];

    [Fact]
    public void Train_NodeWithAStageIsKilled_TheSpareOneTakesItsPlaceFromACopy()
    {
        using var hub = job.Listen("pipeline", workersHere: 0, InFourStages);
        var join = LinkedJob.JoinOptions(hub);
        using var first = NodeProcess.Start(job.Path, "ann", join);
        using var second = NodeProcess.Start(job.Path, "ben", join);
        using var third = NodeProcess.Start(job.Path, "cid", join);
        using var fourth = NodeProcess.Start(job.Path, "dan", join);
        NodeProcess[] stay = [second, third, fourth];
        hub.Reach("held-out");
        first.Reach("takes part as member ");
        using var spare = NodeProcess.Start(job.Path, "eva", join).Reach("takes part as member 5 of the pipeline");
        hub.Reach("held-out");

        first.Kill();
        hub.Reach("of worker-0 goes on: from its buddy's copy (rung 2), ");

        var summary = hub.WaitForEnd(Complete);

        foreach (var node in stay.Append(spare))
        {
            node.Reach("the run is finished").WaitForEnd(Complete);
        }

        Assert.DoesNotContain("utilisation", hub.Said, StringComparison.Ordinal);
        Assert.Equal(1, summary["recoveries"]!.GetValue<int>());
        Assert.Equal(0, summary["bytesSent"]!.GetValue<long>());
        Assert.InRange(summary["evalLoss"]!.GetValue<double>(), 0, 3);
        var events = ProgramRun.Of(job.Path, "inspect", "pipeline", "--json").EndedWith(Complete).Json()["events"]!.AsArray();
        Assert.Contains(events, happened => Text(happened).StartsWith("ann was given the place of member ", StringComparison.Ordinal));
        Assert.Single(events, happened => Text(happened).Contains("from its buddy's copy (rung 2)", StringComparison.Ordinal));
    }

    private static string Text(JsonNode? happened) => happened!["text"]!.GetValue<string>();
}
