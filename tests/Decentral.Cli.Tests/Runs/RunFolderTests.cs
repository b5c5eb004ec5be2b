using Decentral.Cli.Commands;
using Decentral.Cli.Jobs;
using Decentral.Cli.Runs;
using Decentral.Cli.Tests.Commands;
using Decentral.Storage.Runs;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Tests.Runs;

/// <summary>Folders that cannot be trained in: each is refused in one sentence, and stays as it was.</summary>
public sealed class RunFolderTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RecordedHost _recorded = new();

    private readonly Job _job;

    public RunFolderTests()
    {
        var text = _recorded.Save("text.txt", string.Concat(Enumerable.Repeat("To be trained on. ", 100)));
        var yaml = $"name: small\nmodel: {{ context: 16 }}\ndata: {{ source: {text} }}\ninner: {{ steps: 1000 }}\n";
        var path = _recorded.Save("job.yaml", yaml);
        _job = JobBinder.Bind(path, [JobFile.Read(path, path)]).Job;
    }

    private string RunPath => Path.Combine(_recorded.Folder, "run");

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public void Choose_NoFolderNamed_TakesTheFirstThatIsFree()
    {
        _recorded.Save("runs/small/job.yaml", "");
        _recorded.Save("runs/small-2", "a file");
        _recorded.Save("runs/small-3/thesis.tex", "");

        var folder = RunFolder.Choose(_job, null, _recorded.Folder);

        Assert.Equal("runs/small-4", folder.Name);
        Assert.Equal(Path.Combine(_recorded.Folder, "runs", "small-4"), folder.Location);
        Assert.True(folder.IsNew);
    }

    [Fact]
    public void Choose_InterruptedMaking_IsUsedAgain()
    {
        _recorded.Save("runs/small/run.lock", "");

        Assert.Equal("runs/small", RunFolder.Choose(_job, null, _recorded.Folder).Name);
    }

    [Theory]
    [InlineData("nowhere", "expected a run directory, which holds a job.yaml, found nothing of that name")]
    [InlineData("file", "expected a run directory, which holds a job.yaml, found a file")]
    [InlineData("full", "expected a run directory, which holds a job.yaml, found a folder with other things in it")]
    [InlineData("empty", "expected a run directory, which holds a job.yaml, found an empty folder")]
    public async Task Resume_NoRun_IsRefused(string name, string expected)
    {
        MakePlaces();

        Assert.Equal($"{name}: {expected}\n", await RefuseAsync("train", "--resume", name));
    }

    [Theory]
    [InlineData("file", "file: expected a new or empty folder, found a file; name another")]
    [InlineData("full", "full: expected a new or empty folder, found a folder with other things in it; name another")]
    [InlineData("old", "old: expected a new folder, found a run; go on with it by --resume old, or name another")]
    public async Task Train_FolderInUse_IsRefused(string name, string expected)
    {
        MakePlaces();

        Assert.Equal(expected + "\n", await RefuseAsync("train", "job.yaml", "--out", name));
    }

    [Fact]
    public async Task Train_FolderThatCannotBeMade_IsRefused()
    {
        MakePlaces();

        var message = await RefuseAsync("train", "job.yaml", "--out", "file/run");

        Assert.StartsWith(
            $"{_recorded.Folder}/file/run cannot hold a run: ",
            message,
            StringComparison.Ordinal);
        Assert.EndsWith(" Name a directory that can be written.\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_FolderThatCannotBeWritten_IsRefused()
    {
        await MakeRunAsync("a digest");
        File.Delete(Path.Combine(RunPath, "run.lock"));
        Directory.CreateDirectory(Path.Combine(RunPath, "run.lock"));

        var message = await RefuseAsync("train", "--resume", "run");

        Assert.StartsWith($"{RunPath} cannot hold a run: ", message, StringComparison.Ordinal);
        Assert.EndsWith(" Name a directory that can be written.\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_FolderHeldByAnotherProcess_IsRefusedAndNamesIt()
    {
        await MakeRunAsync("a digest");
        await using var held = await RunDirectory.Open(RunPath);

        Assert.Equal(
            $"{RunPath} is in use by process {Environment.ProcessId} on {Environment.MachineName}: "
            + "stop that process, or name another directory.\n",
            await RefuseAsync("train", "--resume", "run"));
    }

    [Fact]
    public async Task Resume_JobOrDataThatChanged_IsRefused()
    {
        await MakeRunAsync("digest of other data");

        var message = await RefuseAsync("train", "--resume", "run");

        Assert.StartsWith(
            $"{RunPath} holds run small-20260101-120000, whose job or data have changed since it "
            + "was made (their digest was digest of other data and is now ",
            message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "): put job.yaml and the data back as they were, or start a new run.\n", message, StringComparison.Ordinal);
    }

    private void MakePlaces()
    {
        _recorded.Save("file", "a file");
        _recorded.Save("full/thesis.tex", "text");
        _recorded.Save("old/job.yaml", JobWriter.Write(_job));
        Directory.CreateDirectory(Path.Combine(_recorded.Folder, "empty"));
    }

    private async Task MakeRunAsync(string digest)
    {
        var made = await RunDirectory.Create(RunPath, new RunJob(_job.Name, JobWriter.Write(_job), digest), Noon);
        await made.DisposeAsync();
    }

    /// <summary>What the person is told of a mistake that changes no file.</summary>
    private async Task<string> RefuseAsync(params string[] arguments)
    {
        var before = Picture();
        using var cache = new RecordedHost();
        var train = TrainCommand.Create(_recorded.Host, new TrainingRuntime(TimeProvider.System, cache.Folder));

        var code = await new CommandLineApp(_recorded.Host, [train]).RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Equal(before, Picture());
        return _recorded.Errors;
    }

    private IEnumerable<string> Picture() =>
    [
        .. Directory.EnumerateFileSystemEntries(_recorded.Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {(File.Exists(path) ? ReadShared(path) : "")}"),
    ];

    /// <remarks>The journal of a run that is open may not be read.</remarks>
    private static string ReadShared(string path)
    {
        try
        {
            return Convert.ToHexString(File.ReadAllBytes(path));
        }
        catch (IOException)
        {
            return "in use";
        }
    }
}
