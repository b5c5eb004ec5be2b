using System.Text.Json;
using System.Text.Json.Nodes;

namespace Decentral.EndToEnd.Interruption;

/// <summary>
/// The real program with a real model, stopped and killed: whatever happens to it, a resumed run ends with the same bits in
/// its model and in every part of its last snapshot as one that nothing interrupted.
/// </summary>
public sealed class InterruptedRunTests(SmallJob job) : IClassFixture<SmallJob>
{
    private const int Complete = 0;
    private const int Stopped = 3;

    [Fact]
    public void Train_ToItsEnd_GivesOneJsonObjectWithItsFigures()
    {
        using var process = TrainingProcess.Start(job.Path, SmallJob.Arguments("diloco", "told"));

        var summary = process.WaitForEnd(Complete);

        string[] figures =
        [
            "bytesReceived", "bytesSent", "evalLoss", "recoveries", "rounds", "seconds", "tokens", "tokensPerSecond",
            "trainLoss", "utilisation", "workers",
        ];
        Assert.All(figures, name => Assert.Equal(JsonValueKind.Number, summary[name]!.GetValueKind()));
        Assert.Equal(
            ("told", "diloco", SmallJob.Workers, SmallJob.Rounds, 0),
            (Text(summary, "run"), Text(summary, "method"), Number(summary, "workers"), Number(summary, "rounds"),
                Number(summary, "recoveries")));
    }

    [Theory]
    [InlineData("diloco", "round 3,", "INT")]
    [InlineData("diloco", "round 3,", "TERM")]
    [InlineData("local-sgd", "round 3,", "INT")]
    [InlineData("data-parallel", "round 8,", "INT")]
    [InlineData("streaming-diloco", "round 6,", "INT")]
    [InlineData("sparse-loco", "round 3,", "INT")]
    public void Resume_AfterASignal_EndsLikeAnUninterruptedRun(string method, string moment, string signal)
    {
        var run = $"{method}-{signal}";
        using var process = TrainingProcess.Start(job.Path, SmallJob.Arguments(method, run));

        var summary = process.Reach(moment).Signal(signal).WaitForEnd(Stopped);
        TrainingProcess.Complete(job.Path, "--resume", run);

        Assert.False(summary["complete"]!.GetValue<bool>());
        Assert.Equal(job.Uninterrupted(method), job.Read(run));
    }

    [Theory]
    [InlineData("diloco", "worker-1 joined")]
    [InlineData("diloco", "round 3,")]
    [InlineData("diloco", "is saved")]
    [InlineData("local-sgd", "round 5,")]
    [InlineData("data-parallel", "is saved")]
    [InlineData("streaming-diloco", "is saved")]
    [InlineData("sparse-loco", "is saved")]
    public void Resume_AfterKill_EndsLikeAnUninterruptedRun(string method, string moment)
    {
        var run = $"{method}-killed-{moment.Replace(' ', '-')}";
        using (var process = TrainingProcess.Start(job.Path, SmallJob.Arguments(method, run)))
        {
            process.Reach(moment).Kill();
        }

        TrainingProcess.Complete(job.Path, "--resume", run);

        Assert.Equal(job.Uninterrupted(method), job.Read(run));
    }

    /// <summary>
    /// What is redone then begins where the stop was, in the middle of a round, with inner moments that are ahead of the version.
    /// </summary>
    [Theory]
    [InlineData("diloco")]
    [InlineData("data-parallel")]
    public void Resume_AfterASignalAndAKill_EndsLikeAnUninterruptedRun(string method)
    {
        var run = $"{method}-stopped-and-killed";
        string[] rareSnapshots = ["--set", "snapshots.every=100000"];
        using var stopped = TrainingProcess.Start(job.Path, [.. SmallJob.Arguments(method, run), .. rareSnapshots]);
        stopped.Reach(", held-out").Reach(", held-out").Signal("TERM").WaitForEnd(Stopped);
        using (var killed = TrainingProcess.Start(job.Path, "--resume", run))
        {
            killed.Reach(", held-out").Reach(", held-out").Kill();
        }

        TrainingProcess.Complete(job.Path, "--resume", run);

        Assert.Equal(job.Uninterrupted(method), job.Read(run));
    }

    [Fact]
    public void Resume_AfterKill_SaysWhatIsRedone()
    {
        string[] arguments = [.. SmallJob.Arguments("diloco", "killed-once"), "--set", "snapshots.every=100000"];
        using (var process = TrainingProcess.Start(job.Path, arguments))
        {
            process.Reach("round 3,").Kill();
        }

        var said = TrainingProcess.Complete(job.Path, "--resume", "killed-once");

        Assert.Matches("going on from round 0; the [0-9]+ rounds after it are redone", said);
    }

    /// <summary>Every start is killed a little later than the one before, so that the blow falls on ever another moment.</summary>
    [Fact]
    public void Resume_AfterEveryStartIsKilled_EndsLikeAnUninterruptedRun()
    {
        const string Run = "killed-at-every-start";
        string[] arguments = SmallJob.Arguments("diloco", Run);
        var kills = 0;
        for (var isOver = false; !isOver; arguments = ["--resume", Run])
        {
            using var process = TrainingProcess.Start(job.Path, arguments);
            isOver = !process.WaitFor("is saved") || !process.WaitForLines(kills);
            if (isOver)
            {
                process.WaitForEnd(Complete);
            }
            else
            {
                process.Kill();
                kills++;
            }
        }

        Assert.InRange(kills, 2, SmallJob.Rounds);
        Assert.Equal(job.Uninterrupted("diloco"), job.Read(Run));
    }

    private static int Number(JsonObject summary, string name) => summary[name]!.GetValue<int>();

    private static string Text(JsonObject summary, string name) => summary[name]!.GetValue<string>();
}
