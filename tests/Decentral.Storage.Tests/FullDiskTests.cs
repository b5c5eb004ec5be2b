using System.Globalization;
using Decentral.Children;
using Decentral.Storage.Journals;
using Decentral.Storage.Snapshots;
using Decentral.Storage.Tests.Children;

namespace Decentral.Storage.Tests;

public sealed class FullDiskTests : IDisposable
{
    private const int LimitBlocks = 1000;

    private readonly TemporaryDirectory _directory = new();

    private string SavedFile => _directory[FullDiskChild.SavedFile];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task EveryKindOfFile_CannotGrow_FailsWithTheRemedyAndKeepsWhatWasThere()
    {
        await File.WriteAllTextAsync(SavedFile, "saved before", Stop);
        using var child = ChildProcess.StartWithFileLimit(LimitBlocks, FullDiskChild.Role, _directory.Path);

        Assert.Contains("too large", await child.ReadLine(Stop));
        Assert.Contains("earlier snapshots stay", await child.ReadLine(Stop));
        var flushed = await child.ReadLine(Stop);
        Assert.Contains("Metrics cannot be kept in", await child.ReadLine(Stop));
        var acknowledged = await child.ReadLine(Stop);
        Assert.Contains("then resume the run", await child.ReadLine(Stop));
        Assert.Null(await child.ReadLine(Stop));

        Assert.Equal("saved before", await File.ReadAllTextAsync(SavedFile, Stop));
        Assert.Empty(Directory.EnumerateFiles(_directory.Path, "*.partial"));
        await CheckSnapshots();
        await CheckMetrics(int.Parse(flushed!, CultureInfo.InvariantCulture));
        await CheckJournal(long.Parse(acknowledged!, CultureInfo.InvariantCulture));
    }

    private async Task CheckSnapshots()
    {
        var store = await SnapshotStore.Open(SnapshottingChild.Options(_directory[FullDiskChild.SnapshotsDirectory]));
        Assert.Equal(1, (await store.FindNewest()).Found?.Manifest.Sequence);
    }

    private async Task CheckMetrics(int flushed)
    {
        Assert.InRange(flushed, 10, int.MaxValue);
        var rounds = Enumerable.Range(1, flushed);
        var expected = string.Concat(rounds.Select(round => MeasuringChild.Line(round, FullDiskChild.Step) + "\n"));
        Assert.Equal(expected, await File.ReadAllTextAsync(_directory[FullDiskChild.MetricsName], Stop));
    }

    private async Task CheckJournal(long acknowledged)
    {
        Assert.InRange(acknowledged, 10, long.MaxValue);
        await using var journal = await SqliteJournal.Open(new() { Path = _directory[FullDiskChild.Database] });
        Assert.Equal(acknowledged, NumberedEvents.Check(0, await journal.Read(FullDiskChild.Stream)));
    }
}
