namespace Decentral.Cli.Tests.Runs;

/// <summary>
/// A disk that is full in the middle of a run ends it with a sentence that says where and what to do; what was saved
/// stays, and the run ends later with the bits of one that met no such thing.
/// </summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Train_SnapshotDoesNotFit_EndsAndResumesFromTheOneBefore()
    {
        var job = _tiny.JobWith(
            "model.width=64", "inner.steps=60", "snapshots.every=30", "sample.tokens=0", "limits.recoveries=0");
        await _tiny.TrainAsync(job, "whole");
        await _tiny.TrainAndBreakOffAsync(steps: 80, job, "parts");

        var (code, errors) = await LimitedProgram.RunAsync(500_000, _tiny.Folder, "train", "--resume", "parts");

        Assert.Equal(2, code);
        var last = errors.TrimEnd('\n').Split('\n')[^1];
        Assert.Matches(
            $"^Snapshot \\S+ in {_tiny.PathOf("parts", "snapshots")} could not be written \\(part \\S+\\): .+ All earlier "
            + "snapshots stay: free space or check the disk, then resume the run\\.$",
            last);
        var resumed = await _tiny.ResumeAsync("parts");
        Assert.True(resumed.IsComplete);
        Assert.Equal(_tiny.ModelOf("whole"), _tiny.ModelOf("parts"));
    }

    [Fact]
    public async Task Train_JournalCannotGrow_EndsAndResumes()
    {
        string[] fields = ["inner.steps=120", "sync.every=1", "snapshots.every=20", "sample.tokens=0"];
        await _tiny.TrainAsync(_tiny.JobWith(fields), "whole");

        var (code, errors) = await LimitedProgram.RunAsync(
            250_000, _tiny.Folder, ["train", "job.yaml", "--out", "parts", .. Overrides(fields)]);

        Assert.Equal(2, code);
        var last = errors.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith($"{_tiny.PathOf("parts", "run.db")}: ", last, StringComparison.Ordinal);
        Assert.Contains("resume the run", last, StringComparison.Ordinal);
        var resumed = await _tiny.ResumeAsync("parts");
        Assert.True(resumed.IsComplete);
        Assert.Equal(_tiny.ModelOf("whole"), _tiny.ModelOf("parts"));
    }

    private static IEnumerable<string> Overrides(IEnumerable<string> fields) =>
        fields.SelectMany(field => new[] { "--set", field });
}
