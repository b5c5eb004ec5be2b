namespace Decentral.EndToEnd.Nodes;

/// <summary>A run whose hub and nodes are killed, frozen and sent away all the time ends like one that nobody disturbed.</summary>
public sealed class ChurnTests(LinkedJob job) : IClassFixture<LinkedJob>
{
    private const double MostLossApart = 0.02;

    [Fact]
    public void Run_AMinuteOfBlows_EndsWithTheLossOfAnUndisturbedOne() =>
        Disturb("minute", seed: 1, TimeSpan.FromMinutes(1), steps: 4000);

    [Fact]
    [Trait("Category", "Long")]
    public void Run_TenMinutesOfBlows_EndsWithTheLossOfAnUndisturbedOne() =>
        Disturb("ten-minutes", seed: 2, TimeSpan.FromMinutes(10), steps: 200_000);

    private void Disturb(string run, int seed, TimeSpan churn, int steps)
    {
        string[] settings = ["--set", $"inner.steps={steps}", "--set", "evaluation.every=1000"];
        using var calm = TrainingProcess.Start(job.Path, ["job.yaml", "--out", $"{run}-calm", .. settings]);
        calm.Follow();
        var undisturbed = calm.WaitForEnd(expectedExitCode: 0);
        using var fleet = new ChurningFleet(job, run, seed);

        var summary = fleet.Run(churn, settings);

        var (expected, found) = (undisturbed["evalLoss"]!.GetValue<double>(), summary["evalLoss"]!.GetValue<double>());
        Assert.True(
            Math.Abs(found - expected) <= MostLossApart * expected,
            $"The disturbed run ended at {found}, the other at {expected}.\n{string.Join('\n', fleet.Blows)}");
        Assert.Contains(fleet.Blows, blow => blow.Contains("the hub", StringComparison.Ordinal));
        Assert.InRange(fleet.Blows.Count, (int)(4 * churn.TotalMinutes), int.MaxValue);
        Assert.False(fleet.IsListening());
        var inspected = ProgramRun.Of(job.Path, "inspect", run, "--json").EndedWith(0).Json();
        Assert.Equal(summary["tokens"]!.GetValue<long>(), inspected["tokens"]!.GetValue<long>());

        // With each update came the digest of what it is based on: all were equal, or one would have been refused.
        Assert.DoesNotContain("was refused", inspected["events"]!.ToJsonString(), StringComparison.Ordinal);
    }
}
