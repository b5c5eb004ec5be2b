using System.Text;
using Decentral.Cli.Generation;
using Decentral.Cli.Jobs;
using Decentral.Cli.Runs;
using Decentral.Models;
using Decentral.Storage.Runs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Runs;

/// <summary>Really trains tiny decoders in stages, and compares them with others in one piece.</summary>
public sealed class PipelinedRunTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private const int StepsInARound = 3;

    private static readonly string[] Small = ["workers=1", "inner.accumulation=4", "sample.tokens=0"];
    private static readonly string[] Whole = [.. Small, "method=data-parallel", "sync.every=1"];
    private static readonly string[] Staged = [.. Small, "method=pipeline", $"sync.every={StepsInARound}"];

    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("gpt", false)]
    [InlineData("gpt", true)]
    [InlineData("llama", false)]
    [InlineData("llama", true)]
    public async Task Train_InStages_GivesTheLossesOfTheWholeModel(string kind, bool isTied)
    {
        string[] model = [$"model.kind={kind}", $"model.tiedHead={(isTied ? "true" : "false")}", "model.layers=3"];
        await _tiny.TrainAsync(_tiny.JobWith([.. Whole, .. model]), "whole");

        await _tiny.TrainAsync(_tiny.JobWith([.. Staged, .. model, "pipeline.stages=3"]), "staged");

        var (whole, staged) = (await _tiny.ReadHistoryAsync("whole"), await _tiny.ReadHistoryAsync("staged"));
        Assert.Equal(whole.Tokens, staged.Tokens);
        Assert.Equal(4, staged.Rounds.Count);
        Assert.Equal(0, staged.Recoveries);
        Assert.Equal(whole.FirstEvalLoss!.Value, staged.FirstEvalLoss!.Value, Tolerance);
        var steps = whole.Rounds.Chunk(StepsInARound).ToArray();
        for (var round = 0; round < steps.Length; round++)
        {
            Assert.Equal(steps[round].Average(step => step.TrainLoss), staged.Rounds[round].TrainLoss, Tolerance);
            Assert.Equal(steps[round][^1].EvalLoss.HasValue, staged.Rounds[round].EvalLoss.HasValue);
            Assert.Equal(steps[round][^1].EvalLoss ?? 0, staged.Rounds[round].EvalLoss ?? 0, Tolerance);
        }
    }

    /// <summary>The model of a run in one piece is where one in stages begins: its first held-out loss is the other's last.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Train_WeightsGiven_StagesBeginWithThem(bool isTied)
    {
        string[] model = [$"model.tiedHead={(isTied ? "true" : "false")}", "model.layers=3"];
        var first = await _tiny.TrainAsync(_tiny.JobWith([.. Whole, .. model]), "first");

        var second = await _tiny.TrainAsync(
            _tiny.JobWith([.. Staged, .. model, "pipeline.stages=3", "model.weights=first/model.safetensors"]), "second");

        Assert.Equal(first.EvalLoss!.Value, second.FirstEvalLoss!.Value, Tolerance);
        Assert.True(second.EvalLoss < second.FirstEvalLoss);
    }

    /// <summary>Stopped at the step after a round, mostly in the middle of the next one.</summary>
    [Fact]
    public async Task Train_StoppedInARoundAndResumed_EndsWithTheModelOfOneThatWasNot()
    {
        string[] fields = [.. Staged, "model.layers=3", "pipeline.stages=3", "inner.steps=20", "sync.every=10", "evaluation.every=10"];
        var whole = await _tiny.TrainAsync(_tiny.JobWith(fields), "whole");

        var stopped = await _tiny.TrainUntilAsync(Measured(0), _tiny.JobWith(fields), "parts");
        var resumed = await _tiny.ResumeAsync("parts");

        Assert.False(stopped.IsComplete);
        Assert.True(resumed.IsComplete);
        Assert.Equal((whole.Rounds, whole.Tokens, 0), (resumed.Rounds, resumed.Tokens, resumed.Recoveries));
        Assert.Equal(whole.EvalLoss!.Value, resumed.EvalLoss!.Value, Tolerance);
    }

    [Fact]
    public async Task Train_ResumedInOtherNumbersOfStages_EndsWithTheLossOfAnUnbrokenRun()
    {
        var job = _tiny.JobWith(
            [.. Staged, "model.layers=6", "pipeline.stages=4", "inner.steps=30", "evaluation.every=6", "snapshots.every=6"]);
        var whole = await _tiny.TrainAsync(job, "whole");

        var four = await _tiny.TrainUntilAsync(Measured(2), job, "parts");
        var two = await _tiny.ResumeAsync("parts", stages: 2, Measured(6));
        var six = await _tiny.ResumeAsync("parts", stages: 6);

        Assert.Equal([false, false, true], [four.IsComplete, two.IsComplete, six.IsComplete]);
        Assert.Equal((whole.Rounds, whole.Tokens), (six.Rounds, six.Tokens));
        var (unbroken, parts) = (await _tiny.ReadHistoryAsync("whole"), await _tiny.ReadHistoryAsync("parts"));
        foreach (var (expected, found) in unbroken.Rounds.Zip(parts.Rounds))
        {
            Assert.Equal(expected.TrainLoss, found.TrainLoss, Tolerance);
            Assert.Equal(expected.EvalLoss ?? 0, found.EvalLoss ?? 0, Tolerance);
        }
    }

    [Fact]
    public async Task Train_WholeBudget_LeavesTheModelThatItsSnapshotHolds()
    {
        await _tiny.TrainAsync(_tiny.JobWith([.. Staged, "model.layers=3", "pipeline.stages=3", "model.tiedHead=true"]), "run");

        var (folder, job) = RunFolder.Open("run", _tiny.Folder);
        using var prepared = PreparedJob.Prepare(job, _tiny.PathOf("cache"), CancellationToken.None);
        using var model = TrainedModel.Of(prepared.Composition.Decoder(), prepared.Tokenizer, await ReadSnapshot(folder, prepared));
        Directory.CreateDirectory(_tiny.PathOf("held"));
        model.Save(_tiny.PathOf("held"));
        Assert.Equal(_tiny.ModelOf("held"), _tiny.ModelOf("run"));
    }

    [Fact]
    public void Digest_OtherCuts_IsTheSame()
    {
        string[] cuts = ["pipeline.stages=2", "pipeline.stages=3 pipeline.buddy=none", "pipeline.stages=2 pipeline.schedule=gpipe pipeline.slots=4"];

        var digests = cuts.Select(cut => DigestOf([.. Staged, "model.layers=3", .. cut.Split(' ')])).Distinct();

        Assert.Single(digests);
    }

    /// <summary>As journals have it that were made before models were cut.</summary>
    [Fact]
    public void Digest_JobWithoutStages_IsOfAllThatTheJobSays()
    {
        using var prepared = PreparedJob.Prepare(_tiny.JobWith(), _tiny.PathOf("cache"), CancellationToken.None);

        var expected = ContentDigest.Of(
            Encoding.UTF8.GetBytes($"{JobWriter.Write(prepared.Job)}\n{Convert.ToHexString(prepared.Manifest.ToJson())}"));

        Assert.Equal(expected.ToString(), prepared.Digest);
    }

    private static Func<RunEvent, bool> Measured(long round) => happened => happened is HeldOutMeasured measured && measured.Round >= round;

    private static async Task<float[]> ReadSnapshot(RunFolder folder, PreparedJob prepared)
    {
        await using var directory = await RunDirectory.Open(folder.Location);
        await using var snapshots = await RunSnapshots.Open(directory.Snapshots, () => Task.FromResult(0L), new DiskWatch());
        var staged = new StagedJob(prepared.Trainable);
        var parts = await snapshots.ReadNewest(staged.Parts);
        var parameters = staged.ReadParameters(parts)!.Value.ToArray();
        foreach (var part in parts)
        {
            part!.Dispose();
        }

        return parameters;
    }

    private string DigestOf(string[] fields)
    {
        using var prepared = PreparedJob.Prepare(_tiny.JobWith(fields), _tiny.PathOf("cache"), CancellationToken.None);
        return prepared.Digest;
    }
}
