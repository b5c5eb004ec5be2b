using System.Text.Json;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Runs;
using Decentral.Models.Generation;
using Decentral.Models.HuggingFace;
using Decentral.Training.Jobs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Runs;

public sealed class TrainingRuntimeTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Train_WholeBudget_SummarisesWhatTheLedgerSays()
    {
        var job = _tiny.JobWith();

        var summary = await _tiny.TrainAsync(job, "run");

        var history = await _tiny.ReadHistoryAsync("run");
        Assert.True(summary.IsComplete);
        Assert.Equal("run", summary.Run);
        Assert.Equal(4, summary.Rounds);
        Assert.Equal(2 * 12 * 2 * 16, summary.Tokens);
        Assert.Equal(history.Tokens, summary.Tokens);
        Assert.Equal(history.Bytes, summary.BytesSent);
        Assert.Equal(history.Bytes, summary.BytesReceived);
        Assert.Equal(history.FirstEvalLoss, summary.FirstEvalLoss);
        Assert.Equal(history.EvalLoss, summary.EvalLoss);
        Assert.Equal(0, summary.Recoveries);
        Assert.InRange(summary.Utilisation!.Value, double.Epsilon, 1);
        Assert.InRange(summary.Duration, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(10));
        Assert.Equal(summary.Tokens / summary.Duration.TotalSeconds, summary.TokensPerSecond, precision: 3);
    }

    [Fact]
    public async Task Train_WholeBudget_Learns()
    {
        var summary = await _tiny.TrainAsync(_tiny.JobWith(), "run");

        Assert.InRange(summary.FirstEvalLoss!.Value, Math.Log(256) - 0.1, Math.Log(256) + 0.1);
        Assert.InRange(summary.EvalLoss!.Value, 0, summary.FirstEvalLoss.Value - 0.5);
        Assert.InRange(summary.TrainLoss!.Value, 0, summary.FirstEvalLoss.Value);
    }

    [Fact]
    public async Task Train_WholeBudget_LeavesAllThatARunHas()
    {
        var job = _tiny.JobWith();

        await _tiny.TrainAsync(job, "run");

        var path = _tiny.PathOf("run", "job.yaml");
        Assert.Equal(job, JobBinder.Bind(path, [JobFile.Read(path, path)]).Job);
        Assert.Equal([0, 1, 2, 3, 4], ReadRounds("run").Distinct().Order());
        Assert.Equal(job.Model.Width, HuggingFaceModel.ReadOptions(_tiny.PathOf("run")).Width);
        Assert.Equal(4, _tiny.Observer.Events.OfType<SnapshotSaved>().Last().Round);
    }

    [Fact]
    public async Task Train_SampleWanted_IsWrittenByTheModelThatIsLeft()
    {
        var summary = await _tiny.TrainAsync(_tiny.JobWith("sample.temperature=0"), "run");

        using var model = _tiny.LoadModel("run");
        var pieces = model.Continue("the ", tokens: 8, new SamplingOptions { Temperature = 0 });
        Assert.Equal("the " + string.Concat(pieces), summary.Sample);
    }

    /// <remarks>Two are sure to be saved, at the stop and at the end.</remarks>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Train_SnapshotsKept_SoManyStay(int kept)
    {
        var job = _tiny.JobWith("inner.steps=150", "snapshots.every=150", $"snapshots.keep={kept}");
        await _tiny.TrainUntilAsync(steps: 10, job, "run");

        await _tiny.ResumeAsync("run");

        Assert.Equal(kept, Directory.EnumerateDirectories(_tiny.PathOf("run", "snapshots")).Count());
    }

    [Fact]
    public async Task Train_NoSampleWanted_WritesNone() =>
        Assert.Null((await _tiny.TrainAsync(_tiny.JobWith("sample.tokens=0"), "run")).Sample);

    [Fact]
    public async Task Train_StoppedAndResumed_EndsWithTheSameBits()
    {
        var job = _tiny.JobWith("inner.steps=150", "evaluation.every=75", "snapshots.every=75", "sample.tokens=0");
        var whole = await _tiny.TrainAsync(job, "whole");

        var stopped = await _tiny.TrainUntilAsync(steps: 10, job, "parts");
        var stoppedModel = _tiny.ModelOf("parts");
        var resumed = await _tiny.ResumeAsync("parts");

        Assert.False(stopped.IsComplete);
        Assert.InRange(stopped.Rounds, 1, whole.Rounds - 1);
        Assert.True(resumed.IsComplete);
        Assert.Equal(whole.EvalLoss, resumed.EvalLoss);
        Assert.Equal((whole.Rounds, whole.Tokens), (resumed.Rounds, resumed.Tokens));
        Assert.NotEqual(stoppedModel, _tiny.ModelOf("parts"));
        Assert.Equal(_tiny.ModelOf("whole"), _tiny.ModelOf("parts"));
    }

    [Fact]
    public async Task Train_FirstEvents_SayWhereAndWhatIsTrainedOnWhat()
    {
        await _tiny.TrainAsync(_tiny.JobWith("compute.device=cpu", "compute.lanes=1", "compute.threads=1"), "run");

        Assert.Equal("run directory: run", Assert.IsType<RunNotice>(_tiny.Observer.Events.First()).Text);
        var started = Assert.IsType<RunStarted>(_tiny.Observer.Events.ElementAt(1));
        Assert.Equal((1, 1, "cpu"), (started.Lanes, started.Threads, started.Device));
        Assert.Equal(new FileInfo(_tiny.PathOf("text.txt")).Length, started.TrainingTokens + started.HeldOutTokens);
        Assert.InRange(started.Parameters, 256 * 16, 256 * 64);
        Assert.Equal(
            _tiny.Observer.Events.Select(happened => happened.Elapsed).Order(),
            _tiny.Observer.Events.Select(happened => happened.Elapsed));
    }

    /// <summary>Where members train on their own clocks it depends on who is faster how many updates meet.</summary>
    public static TheoryData<MethodKind> Methods =>
        [.. Enum.GetValues<MethodKind>().Where(method => new Job().With(method).IsDeterministic)];

    /// <summary>With a last round that the budget cuts short, and more rounds than a byte counts where they are of one step.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Estimate_EachMethod_IsWhatItsLedgerSaysInTheEnd(MethodKind method)
    {
        string[] cut = method == MethodKind.Pipeline ? ["workers=1", "pipeline.stages=2"] : [];
        var job = _tiny.JobWith(
        [
            $"method={ChoiceName.Of(method)}", "model.layers=2", "inner.steps=130", "evaluation.every=130", "snapshots.every=130",
            "sample.tokens=0", .. cut,
        ]);

        var estimate = (await _tiny.Runtime.EstimateAsync(job, TimeSpan.FromSeconds(1), _tiny.Observer, CancellationToken.None)).Estimate;
        var summary = await _tiny.TrainAsync(job, "run");

        var run = estimate.Traffic.Run();
        Assert.Equal(summary.Rounds, estimate.Traffic.Rounds);
        Assert.Equal(summary.Tokens, run.Tokens);
        Assert.Equal(summary.BytesSent, run.Bytes);
    }

    [Fact]
    public async Task Estimate_StepTimeNotGiven_IsMeasuredHereAndLeavesNothing()
    {
        var dryRun = await _tiny.Runtime.EstimateAsync(_tiny.JobWith(), null, _tiny.Observer, CancellationToken.None);

        Assert.InRange(dryRun.Step.Time!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
        Assert.StartsWith("measured here on ", dryRun.Step.Source, StringComparison.Ordinal);
        Assert.Equal(256, dryRun.Facts.Vocabulary);
        Assert.False(Directory.Exists(_tiny.PathOf("runs")));
    }

    [Fact]
    public async Task Estimate_DataThatCannotBeUsed_SaysWhatTrainingSays()
    {
        var job = _tiny.JobWith("data.source=nowhere");

        var estimating = await Assert.ThrowsAnyAsync<Exception>(
            () => _tiny.Runtime.EstimateAsync(job, null, _tiny.Observer, CancellationToken.None));
        var training = await Assert.ThrowsAnyAsync<Exception>(() => _tiny.TrainAsync(job, "run"));

        Assert.Equal(training.Message, estimating.Message);
    }

    [Fact]
    public async Task Train_StoppedWhileTheDataAreRead_MakesNothing()
    {
        var folder = RunFolder.Choose(_tiny.JobWith(), "run", _tiny.Folder);

        await Assert.ThrowsAsync<StoppedEarlyException>(
            () => _tiny.Runtime.TrainAsync(_tiny.JobWith(), folder, null, _tiny.Observer, new CancellationToken(true)));

        Assert.False(Directory.Exists(folder.Location));
    }

    [Fact]
    public async Task Train_FinishedRunAgain_ChangesNothing()
    {
        var first = await _tiny.TrainAsync(_tiny.JobWith(), "run");
        var model = _tiny.ModelOf("run");

        var again = await _tiny.ResumeAsync("run");

        Assert.True(again.IsComplete);
        Assert.Equal((first.Rounds, first.Tokens, first.EvalLoss), (again.Rounds, again.Tokens, again.EvalLoss));
        Assert.Equal(model, _tiny.ModelOf("run"));
    }

    /// <summary>One run's model is where the next begins: its first held-out loss is the other's last.</summary>
    [Fact]
    public async Task Train_WeightsAndTokenizerGiven_BeginsWithThem()
    {
        const string Vocabulary = "model.vocabulary=300";
        var first = await _tiny.TrainAsync(_tiny.JobWith("model.tokenizer=bpe", Vocabulary), "first");

        var second = await _tiny.TrainAsync(
            _tiny.JobWith("model.tokenizer=first/tokenizer.json", "model.weights=first/model.safetensors", Vocabulary),
            "second");

        Assert.NotNull(first.EvalLoss);
        Assert.Equal(first.EvalLoss, second.FirstEvalLoss);
        Assert.Equal(
            File.ReadAllBytes(_tiny.PathOf("first", "tokenizer.json")),
            File.ReadAllBytes(_tiny.PathOf("second", "tokenizer.json")));
    }

    [Theory]
    [InlineData("model.weights=nowhere", "expected model.safetensors, or a folder with it, found none at")]
    [InlineData("model.tokenizer=nowhere.json", "or the path of a tokenizer.json, found no file at")]
    [InlineData("data.source=nowhere", "nowhere")]
    public async Task Train_FileOfTheJobIsMissing_IsSaidBeforeAnythingIsMade(string field, string expected)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => _tiny.TrainAsync(_tiny.JobWith(field), "run"));

        var failure = Failure.Of(error);
        Assert.Equal(ExitCode.Mistake, failure.Code);
        Assert.Contains(expected, Assert.Single(failure.Messages), StringComparison.Ordinal);
        Assert.DoesNotContain(_tiny.Observer.Events, happened => happened is RunNotice { Text: "run directory: run" });
        Assert.False(Directory.Exists(_tiny.PathOf("run")));
    }

    private IEnumerable<long> ReadRounds(string run)
    {
        foreach (var line in File.ReadLines(_tiny.PathOf(run, "metrics.jsonl")))
        {
            using var point = JsonDocument.Parse(line);
            yield return point.RootElement.GetProperty("round").GetInt64();
        }
    }
}
