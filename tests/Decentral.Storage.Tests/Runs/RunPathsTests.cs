using Decentral.Storage.Runs;

namespace Decentral.Storage.Tests.Runs;

public sealed class RunPathsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(RunContent.Empty)]
    [InlineData(RunContent.Unfinished, "run.lock")]
    [InlineData(RunContent.Unfinished, "run.lock", "run.lock.holder", "run.db", "run.db-wal")]
    [InlineData(RunContent.Run, "run.lock", "run.db", "job.yaml")]
    [InlineData(RunContent.Run, "job.yaml")]
    [InlineData(RunContent.Foreign, "thesis.tex")]
    [InlineData(RunContent.Foreign, "run.lock", "model.safetensors")]
    public void Look_Directory_SaysWhatItHolds(RunContent expected, params string[] names)
    {
        foreach (var name in names)
        {
            File.WriteAllText(_directory[name], "");
        }

        Assert.Equal(expected, new RunPaths(_directory.Path).Look());
    }

    [Fact]
    public void Look_NoDirectory_TellsAFileFromNothing()
    {
        File.WriteAllText(_directory["file"], "");

        Assert.Equal(RunContent.File, new RunPaths(_directory["file"]).Look());
        Assert.Equal(RunContent.Absent, new RunPaths(_directory["absent"]).Look());
    }
}
