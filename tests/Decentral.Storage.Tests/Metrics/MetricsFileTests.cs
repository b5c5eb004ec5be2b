using System.Globalization;
using System.Text;
using Decentral.Children;
using Decentral.Storage.Metrics;
using Decentral.Storage.Tests.Children;

namespace Decentral.Storage.Tests.Metrics;

public sealed class MetricsFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory["metrics.jsonl"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Flush_LinesAdded_AreInTheFileInOrder()
    {
        await using var metrics = await MetricsFile.Open(Target);
        Append(metrics, 1, 0);
        Append(metrics, 1, 1);
        Assert.Empty(Lines());

        await metrics.Flush();

        Assert.Equal([MeasuringChild.Line(1, 0), MeasuringChild.Line(1, 1)], Lines());
    }

    [Fact]
    public async Task DisposeAsync_LinesWaiting_AreWrittenAndLaterOnesFollow()
    {
        await using (var first = await MetricsFile.Open(Target))
        {
            Append(first, 1, 0);
        }

        await using (var second = await MetricsFile.Open(Target))
        {
            Append(second, 2, 0);
        }

        Assert.Equal([MeasuringChild.Line(1, 0), MeasuringChild.Line(2, 0)], Lines());
    }

    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("{\"step\":1}")]
    [InlineData("{\"round\":1.5,\"step\":1}")]
    [InlineData("{\"round\":\"1\",\"step\":1}")]
    [InlineData("{\"round\":1,\"step\":1")]
    [InlineData("{\"round\":1,\"step\":1} {}")]
    [InlineData("{\"round\":1,\n\"step\":1}")]
    [InlineData("{\"inner\":{\"round\":1,\"step\":1}}")]
    public async Task Append_NotALineOfMetrics_IsRefused(string line)
    {
        await using var metrics = await MetricsFile.Open(Target);

        Assert.Throws<ArgumentException>(() => metrics.Append(Encoding.UTF8.GetBytes(line)));
    }

    [Fact]
    public async Task Append_MoreThanMayWait_IsRefused()
    {
        await using var metrics = await MetricsFile.Open(Target);
        var note = new string('x', MetricsFile.MaxBufferedBytes / 2);
        var line = Encoding.UTF8.GetBytes($$"""{"round":1,"step":1,"note":"{{note}}"}""");
        metrics.Append(line);

        Assert.Throws<InvalidOperationException>(() => metrics.Append(line));
        await metrics.Flush();
        metrics.Append(line);
    }

    [Fact]
    public async Task TruncateAfter_LaterRounds_ForgetsThemWhereverTheyAre()
    {
        await using var metrics = await MetricsFile.Open(Target);
        Append(metrics, 1, 1);
        Append(metrics, 5, 1);
        Append(metrics, 3, 1);
        Append(metrics, 4, 1);

        await metrics.TruncateAfter(3);
        Append(metrics, 4, 2);
        await metrics.Flush();

        Assert.Equal([MeasuringChild.Line(1, 1), MeasuringChild.Line(3, 1), MeasuringChild.Line(4, 2)], Lines());
    }

    [Fact]
    public async Task TruncateAfter_NothingLater_LeavesTheFileAlone()
    {
        await using var metrics = await MetricsFile.Open(Target);
        Append(metrics, 3, 1);

        await metrics.TruncateAfter(3);

        Assert.Equal([MeasuringChild.Line(3, 1)], Lines());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task Open_LastLineTorn_CutsItOff(int tornBytes)
    {
        var whole = MeasuringChild.Line(1, 0) + "\n";
        await File.WriteAllTextAsync(Target, whole + new string('x', tornBytes), Stop);

        await (await MetricsFile.Open(Target)).DisposeAsync();

        Assert.Equal(whole, await File.ReadAllTextAsync(Target, Stop));
    }

    [Fact]
    public async Task Open_OneTornLineAlone_LeavesAnEmptyFile()
    {
        await File.WriteAllTextAsync(Target, "{\"round\":", Stop);

        await (await MetricsFile.Open(Target)).DisposeAsync();

        Assert.Equal(0, new FileInfo(Target).Length);
    }

    [Fact]
    public async Task Open_PlaceThatCannotBe_SaysWhere()
    {
        var place = _directory["absent/metrics.jsonl"];

        var error = await Assert.ThrowsAsync<StorageException>(() => MetricsFile.Open(place));

        Assert.Contains($"Metrics cannot be kept in {place}: ", error.Message);
    }

    [Fact]
    public async Task Flush_KilledAtRandomInstants_KeepsWholeLinesOfEveryFlushedRound()
    {
        var random = new Random(12);

        for (var kill = 0; kill < 4; kill++)
        {
            File.Delete(Target);
            var reports = await ChildProcess.RunUntilKilled(MeasuringChild.Role, Target, random, 1 + random.Next(200));
            await (await MetricsFile.Open(Target)).DisposeAsync();

            var lines = Lines();
            var flushed = int.Parse(reports[^1], CultureInfo.InvariantCulture) * MeasuringChild.StepsPerRound;
            Assert.True(lines.Length >= flushed, $"{lines.Length} lines, {flushed} were flushed");
            Assert.All(lines, (line, index) => Assert.Equal(ExpectedLine(index), line));
        }
    }

    private static string ExpectedLine(int index) =>
        MeasuringChild.Line(1 + (index / MeasuringChild.StepsPerRound), index % MeasuringChild.StepsPerRound);

    private static void Append(MetricsFile metrics, long round, int step) =>
        metrics.Append(Encoding.UTF8.GetBytes(MeasuringChild.Line(round, step)));

    private string[] Lines()
    {
        using var file = new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
