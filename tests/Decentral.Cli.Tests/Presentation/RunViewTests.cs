using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;
using Spectre.Console;

namespace Decentral.Cli.Tests.Presentation;

public sealed class RunViewTests
{
    private static readonly RunProgress HalfWay = new()
    {
        Phase = RunPhase.Training,
        Round = 12,
        Rounds = 24,
        Tokens = 614_400,
        TokenBudget = 1_228_800,
        Elapsed = TimeSpan.FromSeconds(30),
        TokensPerSecond = 20_480,
        TrainLoss = 2.1041,
        EvalLoss = 2.1182,
        Members = 4,
        BytesSent = 51_200_000,
        BytesReceived = 51_200_000,
        Utilisation = 0.973,
    };

    [Fact]
    public void Show_EventsAndProgress_WritesALineForEach()
    {
        var (view, feed, lines) = Open();
        feed.Report(new RunStarted(TimeSpan.FromSeconds(1), 827_392, 5_700_000, 300_000, 2, 1, "cpu"));
        feed.Report(new HeldOutMeasured(TimeSpan.FromSeconds(1.2), 0, 0, null, 5.545));
        feed.Report(new RunResumed(TimeSpan.FromSeconds(2), 10, 2));
        feed.Report(new MemberLost(TimeSpan.FromSeconds(3), "worker 3", "its lane failed"));
        feed.Report(new Recovered(TimeSpan.FromSeconds(4), "worker 3", "another worker"));
        feed.Report(new SnapshotSaved(TimeSpan.FromSeconds(5), 12));
        feed.Report(new RunNotice(TimeSpan.FromSeconds(6), "1 sequence is left over"));
        feed.Report(HalfWay);

        view.Show(feed);

        Assert.Equal(
            """
               0:01  827 k parameters, 5.70 M training tokens, 300 k held out; 2 lanes of 1 thread on cpu
               0:01  round 0, 0 tokens: loss -, held-out 5.545
               0:02  going on from round 10; the 2 rounds after it are redone
               0:03  warning: worker 3 left: its lane failed
               0:04  worker 3 goes on: another worker
               0:05  round 12 is saved
               0:06  1 sequence is left over
               0:30  round 12/24, 614 k tokens: loss 2.104, 20.5 k tokens/s, 0:30 left, utilisation 97 %, 51.2 MB sent, 4 members

            """,
            lines.ToString());
    }

    [Fact]
    public void Show_ProgressWithinTenSeconds_WritesNothing()
    {
        var (view, feed, lines) = Open();
        feed.Report(HalfWay);
        view.Show(feed);
        var before = lines.ToString();

        feed.Report(HalfWay with { Elapsed = TimeSpan.FromSeconds(39.9) });
        view.Show(feed);

        Assert.Equal(before, lines.ToString());
    }

    [Fact]
    public void Show_HubOfAPipeline_CountsStagesAndSaysNothingOfLanesThatDoNothing()
    {
        var (view, feed, lines) = Open();
        feed.Report(HalfWay with { Members = 1, Stages = 4, Utilisation = null, BytesSent = 0 });

        view.Show(feed);

        Assert.EndsWith("0:30 left, 0 B sent, 4 stages\n", lines.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShowAsync_RunThatHasEnded_StillShowsItsEvents()
    {
        var (view, feed, lines) = Open();
        feed.Report(new SnapshotSaved(TimeSpan.Zero, 1));

        await view.ShowAsync(feed, Task.CompletedTask);

        Assert.Equal("   0:00  round 1 is saved\n", lines.ToString());
    }

    [Fact]
    public void Render_RunHalfWay_ShowsAllThatAPersonAsksFor() => Assert.Equal(
        """
        quick   diloco   training
        ━━━━━━━━━━━━━━━━━━━━━━━━────────────────────────  50 %   0:30 left
        loss      2.104   held-out 2.118   ▇▅▂▁
        speed     20.5 k tokens/s   utilisation 97 %
        rounds    12 of 24   614 k tokens
        members   4 of 4   recoveries 0
        traffic   sent 51.2 MB   received 51.2 MB

        """,
        Draw(HalfWay, "▇▅▂▁", isUnicode: true));

    [Fact]
    public void Render_TerminalWithoutUnicode_DrawsInAscii()
    {
        var panel = Draw(HalfWay, "▇▅▂▁", isUnicode: false);

        Assert.All(panel, c => Assert.True(char.IsAscii(c)));
        Assert.Contains("########################------------------------", panel, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_RunThatHasNotBegun_HasNoNumbersYet()
    {
        var panel = Draw(new RunProgress(), "", isUnicode: true);

        Assert.Contains("quick   diloco   preparing", panel, StringComparison.Ordinal);
        Assert.Contains("loss      -   held-out -", panel, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_HubOfAPipeline_CountsItsStages()
    {
        var job = new Job { Name = "cut" }.With(MethodKind.Pipeline);

        var panel = Draw(HalfWay with { Members = 1, Stages = 3, Utilisation = null }, "", isUnicode: true, job);

        Assert.Contains("stages    3 of 4   recoveries 0\n", panel, StringComparison.Ordinal);
        Assert.Contains("speed     20.5 k tokens/s\n", panel, StringComparison.Ordinal);
    }

    private static (PlainRunView View, RunFeed Feed, StringWriter Lines) Open()
    {
        var lines = new StringWriter();
        return (new PlainRunView(CliHost.Open(lines, isRedirected: true), TimeProvider.System), new RunFeed(), lines);
    }

    private static string Draw(RunProgress progress, string curve, bool isUnicode, Job? job = null)
    {
        var drawn = new StringWriter();
        var panel = RunPanel.Render(job ?? new Job { Name = "quick" }, progress, curve, isUnicode);
        CliHost.Open(drawn, isRedirected: true).Write(panel);
        return string.Join('\n', drawn.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
