using System.Text.Json;
using Decentral.Cli.Commands;
using Decentral.Cli.Tests.Inspection;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly RecordedHost _recorded = new();

    public InspectCommandTests() => _recorded.Save("runs/small/job.yaml", "workers: 2\ninner: { steps: 1000 }\n");

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Inspect_EventfulRun_ExplainsWhatHappenedWhenAndWhy()
    {
        var code = await RunAsync(Ledgers.Eventful, "inspect", "runs/small");

        Assert.Equal(0, code);
        Assert.Equal(
            """
            run          runs/small, stopped
            method       diloco, 2 workers
            made         2026-01-02 03:04:05 +00:00
            loss         5.000 in training, 4.250 held out (from 5.500)
            samples      5 of 12 used, each of 128 tokens
            rounds       3 committed, 1 undone, 0 discarded
            traffic      7.50 kB sent
            recoveries   1

                round       at     took  workers   tokens     loss held out     sent
                    1     0:12     0:10        2      256    4.500        -  3.00 kB
                    2     0:22     0:10        2      256    4.500    4.250  3.00 kB
                    3     1:13     0:10        1      128    5.000        -  1.50 kB

               worker   joined     left   losses   rounds   tokens    share     node
                    0     0:01        -        0        3      384     60 %   (here)
                    1     0:01     1:04        1        2      256     40 %   (here)

                 0:00  the run was made, for 1.54 k tokens
                 0:00  term 1: The run begins.
                 0:01  worker-0 joined, at version 0
                 0:01  worker-1 joined, at version 0
                 0:23  round 2 was saved
                 1:00  term 2: The process started again.
                 1:01  the run went back to round 2 (rung 4, the snapshot): nobody holds version 3
                 1:02  worker-0 joined, at version 2
                 1:04  worker-1 was struck off round 3: its lane failed
                 1:04  worker-1 left: its lane failed
                 1:14  the run was stopped after round 3

            """,
            string.Join('\n', _recorded.Output.Split('\n').Select(line => line.TrimEnd())));
    }

    [Fact]
    public async Task Inspect_ManyRounds_ShowsSomeOfThemUnlessAllAreAskedFor()
    {
        var ledger = Enumerable.Range(1, 100)
            .SelectMany(round => Ledgers.CommittedRound(round, 20 * round, new WorkerId(0)))
            .ToList();

        await RunAsync(ledger, "inspect", "runs/small");
        var some = _recorded.Output;
        await RunAsync(ledger, "inspect", "runs/small", "--all");

        Assert.Contains("30 of 100 rounds; --all shows the rest.", some, StringComparison.Ordinal);
        Assert.Contains("\n      100 ", some, StringComparison.Ordinal);
        Assert.Contains("\n       99 ", _recorded.Output[some.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_Json_HasEveryRoundAndEvent()
    {
        await RunAsync(Ledgers.Eventful, "inspect", "runs/small", "--json");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.Equal("stopped", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("rounds").GetArrayLength());
        Assert.Equal(4.25, json.RootElement.GetProperty("rounds")[1].GetProperty("evalLoss").GetDouble());
        Assert.Equal(11, json.RootElement.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Inspect_FolderWithoutARun_IsAMistake()
    {
        var code = await RunAsync([], "inspect", "runs");

        Assert.Equal(2, code);
        Assert.Equal(
            "runs: expected a run directory, which holds a job.yaml, found a folder with other things in it\n",
            _recorded.Errors);
    }

    private Task<int> RunAsync(IReadOnlyList<CoordinatorEvent> ledger, params string[] arguments)
    {
        var command = InspectCommand.Create(_recorded.Host, _ => Task.FromResult(ledger));
        return new CommandLineApp(_recorded.Host, [command]).RunAsync(arguments);
    }
}
