using System.Text.Json;
using Decentral.Cli.Commands;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Models.Data;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private const string Yaml = "name: small\ninner: { steps: 1000 }\ndata: { source: text.txt }\n";

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly RecordedHost _recorded = new();
    private readonly RecordedRuntime _runtime = RecordedRuntime.Successful();

    public TrainCommandTests() => _recorded.Save("job.yaml", Yaml);

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Train_JobFile_TrainsItInANewFolderThatStatesIt()
    {
        var code = await RunAsync("train", "job.yaml", "--set", "workers=2");

        Assert.Equal(0, code);
        Assert.Equal(2, _runtime.Job!.Workers);
        Assert.Equal(Path.Combine(_recorded.Folder, "text.txt"), _runtime.Job.Data.Source);
        Assert.Equal("runs/small", _runtime.Folder!.Name);
        Assert.Equal(_runtime.Job, ReadJob("runs/small"));
    }

    [Fact]
    public async Task Train_SameNameAgain_TakesTheNextFolder()
    {
        await RunAsync("train", "job.yaml");
        await RunAsync("train", "job.yaml");

        Assert.Equal("runs/small-2", _runtime.Folder!.Name);
    }

    [Fact]
    public async Task Train_Json_EndsStandardOutputWithOneObject()
    {
        await RunAsync("train", "job.yaml", "--json");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.Equal(
            [
                "run", "complete", "method", "workers", "tokens", "seconds", "tokensPerSecond", "trainLoss", "evalLoss",
                "firstEvalLoss", "bytesSent", "bytesReceived", "rounds", "utilisation", "recoveries",
            ],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("diloco", json.RootElement.GetProperty("method").GetString());
        Assert.Equal(61.5, json.RootElement.GetProperty("seconds").GetDouble());
        Assert.Single(_recorded.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Train_StoppedRun_EndsWithThreeAndSaysHowToGoOn()
    {
        var runtime = new RecordedRuntime((job, folder, _) =>
            RecordedRuntime.Summarise(job, folder) with { IsComplete = false });

        var code = await RunAsync(runtime, "train", "job.yaml");

        Assert.Equal(3, code);
        Assert.Contains("decentral train --resume runs/small", _recorded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_Resume_GoesOnWithTheJobOfTheFolder()
    {
        await RunAsync("train", "job.yaml", "--out", "here");
        var first = _runtime.Job;

        var code = await RunAsync("train", "--resume", "here");

        Assert.Equal(0, code);
        Assert.Equal(first, _runtime.Job);
        Assert.False(_runtime.Folder!.IsNew);
    }

    [Fact]
    public async Task Train_ResumeInOtherStages_CutsTheModelAnewAndChangesNothingElse()
    {
        await RunAsync("train", "job.yaml", "--out", "here", "--set", "method=pipeline", "--set", "model.layers=6", "--set", "pipeline.stages=4");
        var first = _runtime.Job!;

        var code = await RunAsync("train", "--resume", "here", "--stages", "6");

        Assert.Equal(0, code);
        Assert.Equal(6, _runtime.Job!.Pipeline.Stages);
        Assert.Equal(first, _runtime.Job with { Pipeline = first.Pipeline });
    }

    [Theory]
    [InlineData("expected 1 to 4, as here trains a model of that many layers", "method=pipeline", "--resume", "here", "--stages", "5")]
    [InlineData("found 0", "method=pipeline", "--resume", "here", "--stages", "0")]
    [InlineData("--stages 3: inner.accumulation: expected a multiple", "method=pipeline pipeline.schedule=interleaved", "--resume", "here", "--stages", "3")]
    [InlineData("the workers of here hold whole models", "workers=2", "--resume", "here", "--stages", "2")]
    [InlineData("in a new one say --set pipeline.stages=2", "method=pipeline", "job.yaml", "--stages", "2")]
    public async Task Train_StagesThatCannotBe_AreAMistakeInWords(string expected, string fields, params string[] arguments)
    {
        await RunAsync(["train", "job.yaml", "--out", "here", .. fields.Split(' ').SelectMany(field => new[] { "--set", field })]);

        var code = await RunAsync(["train", .. arguments]);

        Assert.Equal(2, code);
        Assert.Contains(expected, string.Join(' ', _recorded.Errors.Split('\n', StringSplitOptions.TrimEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--resume", "here", "job.yaml")]
    [InlineData("--resume", "here", "--set", "workers=2")]
    [InlineData("--resume", "here", "--data", "text.txt")]
    [InlineData("--resume", "here", "--out", "there")]
    [InlineData("--resume", "nowhere")]
    [InlineData("--resume", "job.yaml")]
    [InlineData()]
    [InlineData("none.yaml")]
    [InlineData("job.yaml", "--set", "workrs=2")]
    [InlineData("job.yaml", "--out", "here")]
    [InlineData("job.yaml", "--out", "job.yaml")]
    [InlineData("job.yaml", "--ot", "there")]
    [InlineData("job.yaml", "extra")]
    [InlineData("--json", "--set")]
    public async Task Train_Mistake_EndsWithTwoAndTrainsNothing(params string[] arguments)
    {
        _recorded.Save("here/job.yaml", Yaml);

        var code = await RunAsync(["train", .. arguments]);

        Assert.Equal(2, code);
        Assert.Null(_runtime.Job);
        Assert.NotEmpty(_recorded.Errors);
    }

    [Fact]
    public async Task Train_MistakeWithJson_StillEndsWithOneObject()
    {
        await RunAsync("train", "job.yaml", "--set", "workrs=2", "--json");

        using var json = JsonDocument.Parse(_recorded.Output);
        Assert.Contains(
            "did you mean workers?", json.RootElement.GetProperty("errors")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_DataThatCannotBeUsed_LeavesNoFolderBehind()
    {
        var runtime = new RecordedRuntime((_, _, _) => throw new DataSourceException("text.txt is empty."));

        var code = await RunAsync(runtime, "train", "job.yaml");

        Assert.Equal(2, code);
        Assert.Equal("text.txt is empty.\n", _recorded.Errors);
        Assert.False(Directory.Exists(Path.Combine(_recorded.Folder, "runs", "small")));
    }

    [Fact]
    public async Task Train_DiskFullInTheMiddle_KeepsWhatWasTrained()
    {
        var runtime = new RecordedRuntime((job, folder, observer) =>
        {
            RecordedRuntime.Make(folder, job);
            observer.Report(new RunProgress { Phase = RunPhase.Training, Tokens = 1 });
            throw new IOException("No space left on device");
        });

        var code = await RunAsync(runtime, "train", "job.yaml");

        Assert.Equal(2, code);
        Assert.True(File.Exists(Path.Combine(_recorded.Folder, "runs", "small", "job.yaml")));
    }

    [Fact]
    public async Task Train_FaultOfOurOwn_EndsWithOneAndShowsItsTrace()
    {
        var runtime = new RecordedRuntime((_, _, _) => throw new InvalidOperationException("invariant"));

        var code = await RunAsync(runtime, "train", "job.yaml");

        Assert.Equal(1, code);
        Assert.Contains("InvalidOperationException: invariant\n   at ", _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_DryRun_PrintsTheResolvedJobAndTrainsNothing()
    {
        var code = await RunAsync("train", "job.yaml", "--dry-run");

        Assert.Equal(0, code);
        Assert.Null(_runtime.Job);
        Assert.Contains("outer:\n  optimizer: nesterov\n  learningRate: 0.7\n", _recorded.Output, Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_recorded.Folder, "runs")));
    }

    /// <summary>33.9 kB take 271 ms of a worker's link, and less of the hub's, which has two of them; latency comes on top.</summary>
    [Fact]
    public async Task Train_DryRun_SaysWhatTheJobComesTo()
    {
        string[] job = ["workers=2", "inner.steps=250", "model.layers=1", "model.width=16", "model.heads=1", "model.context=64"];

        await RunAsync(
        [
            "train", "job.yaml", .. job.SelectMany(field => (string[])["--set", field]), "--dry-run", "--link", "1Mbit/s",
            "--hub-link", "10Mbit/s", "--latency", "10ms", "--step-time", "10ms",
        ]);

        Assert.Contains(
            """

            method        diloco, 2 workers
            model         8.43 k parameters
            data          a text: 2.00 M training tokens, 100 k held out
            run           256 k tokens in 3 rounds of 100 steps, each of 512 tokens
            a round       33.9 kB up, 33.9 kB down, of each worker
            a token       0.66 B up, 0.66 B down, 1.33 B both; data-parallel in fp32 takes 100.0 times as much
            in all        204 kB up, 204 kB down, 407 kB both
            a step        10 ms, as the test says
            at the peak   16.6 Mbit/s each way of a worker's link and 33.3 Mbit/s of the hub's, to wait no more than 5 % of the time

            """,
            _recorded.Output,
            Ordinal);
        Assert.EndsWith(
            """

            links         hub's link    up       down     waiting a round   utilisation
            1.00 Mbit/s   10.0 Mbit/s   281 ms   281 ms   563 ms            64 %

            """,
            _recorded.Output,
            Ordinal);
        Assert.Contains("the data are looked at", _recorded.Errors, Ordinal);
    }

    /// <summary>There is nothing to say of updates, shards and their links.</summary>
    [Fact]
    public async Task Train_DryRunOfAPipeline_SaysWhatItsStagesHandOn()
    {
        string[] job = ["method=pipeline", "inner.steps=250", "pipeline.activations=bf16"];

        await RunAsync(["train", "job.yaml", .. job.SelectMany(field => (string[])["--set", field]), "--dry-run", "--step-time", "10ms"]);

        Assert.Contains("\nmethod           pipeline, 1 worker of 4 stages, 1f1b, 8 microbatches a step\n", _recorded.Output, Ordinal);
        Assert.Contains("\nbetween stages   1.54 kB of activations and gradients a token, beside copies of states\n", _recorded.Output, Ordinal);
        Assert.Matches(@"\n[\d.]+ MB +all stages' memory together, beside activations and copies\n", _recorded.Output);
        Assert.DoesNotContain("a round", _recorded.Output, Ordinal);
        Assert.DoesNotContain("shard", _recorded.Output, Ordinal);
        Assert.DoesNotContain("utilisation", _recorded.Output, Ordinal);
    }

    [Fact]
    public async Task Train_DryRunWithJson_EndsStandardOutputWithOneObject()
    {
        var code = await RunAsync("train", "job.yaml", "--dry-run", "--json");

        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(_recorded.Output);
        var root = json.RootElement;
        Assert.Equal(4, root.GetProperty("links").GetArrayLength());
        Assert.Equal(
            root.GetProperty("bytesSent").GetInt64(),
            root.GetProperty("bytesUp").GetInt64() + root.GetProperty("bytesDown").GetInt64());
        Assert.Equal(
            root.GetProperty("workerMemory").GetProperty("bytes").GetInt64(),
            root.GetProperty("workerMemory").GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("bytes").GetInt64()));
        Assert.Contains("optimizer: nesterov", _recorded.Errors, Ordinal);
    }

    [Theory]
    [InlineData("--link", "10Mbit")]
    [InlineData("--hub-link", "10Mbit")]
    [InlineData("--latency", "10ms")]
    [InlineData("--step-time", "10ms")]
    public async Task Train_OptionOfADryRunWithoutIt_IsAMistake(string option, string value)
    {
        var code = await RunAsync("train", "job.yaml", option, value);

        Assert.Equal(2, code);
        Assert.Null(_runtime.Job);
        Assert.Equal($"{option} is for an estimate: add --dry-run\n", _recorded.Errors);
    }

    [Fact]
    public async Task Train_HelpJob_PrintsThePageInTheDocumentation()
    {
        await RunAsync("train", "--help-job");

        Assert.Equal(File.ReadAllText(Repository.PathOf("docs", "job.md")), _recorded.Output);
    }

    [Fact]
    public async Task Train_InATerminal_DrawsAPanel()
    {
        var runtime = new RecordedRuntime((job, folder, observer) =>
        {
            observer.Report(new RunProgress { Phase = RunPhase.Training, Tokens = 5, TokenBudget = 10, TrainLoss = 2 });
            observer.Report(new MemberJoined(TimeSpan.FromSeconds(1), "worker 1"));
            return RecordedRuntime.Summarise(job, folder);
        });
        var command = TrainCommand.Create(_recorded.Interactive, runtime);

        var code = await new CommandLineApp(_recorded.Interactive, [command]).RunAsync("train", "job.yaml");

        Assert.Equal(0, code);
        Assert.Contains("   0:01  worker 1 joined", _recorded.Errors, StringComparison.Ordinal);
        Assert.Contains("small   diloco   training", _recorded.Errors, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] arguments) => RunAsync(_runtime, arguments);

    private Task<int> RunAsync(RecordedRuntime runtime, params string[] arguments)
    {
        CliHost host = _recorded.Host;
        return new CommandLineApp(host, [TrainCommand.Create(host, runtime)]).RunAsync(arguments);
    }

    private Job ReadJob(string folder)
    {
        var path = Path.Combine(_recorded.Folder, folder, "job.yaml");
        return JobBinder.Bind(path, [JobFile.Read(path, path)]).Job;
    }
}
