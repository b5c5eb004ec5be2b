using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Models.Data;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Runs;

public sealed class PreparationNoticesTests
{
    private readonly HandClock _clock = new();
    private readonly RecordedObserver _observer = new();

    [Fact]
    public void Report_LittleData_SaysNothing()
    {
        var notices = new PreparationNotices(_observer, _clock);

        _clock.Now = TimeSpan.FromSeconds(0.9);
        notices.Report(new DataProgress(DataStage.Tokenizing, 4_000_000, 4_000_000));

        Assert.Empty(_observer.Events);
    }

    [Fact]
    public void Report_LargeFolder_SaysNowAndThenHowFarItIs()
    {
        var notices = new PreparationNotices(_observer, _clock);

        for (var second = 1; second <= 25; second++)
        {
            _clock.Now = TimeSpan.FromSeconds(second);
            var stage = second <= 5 ? DataStage.Identifying : DataStage.Tokenizing;
            notices.Report(new DataProgress(stage, second * 100_000_000L, 3_400_000_000));
        }

        Assert.Equal(
            [
                "0:01 reading the data, to find their tokens of an earlier run: 100 MB of 3.40 GB",
                "0:11 turning the data into tokens: 1.10 GB of 3.40 GB",
                "0:21 turning the data into tokens: 2.10 GB of 3.40 GB",
            ],
            _observer.Events.Select(happened => $"{Units.Duration(happened.Elapsed)} {EventText.Of(happened)}"));
    }

    [Fact]
    public void Report_ThroughALaterObserver_CountsFromTheStart()
    {
        var later = new LaterObserver(_observer, TimeSpan.FromSeconds(30));

        later.Report(new SnapshotSaved(TimeSpan.FromSeconds(2), 7));

        Assert.Equal(new SnapshotSaved(TimeSpan.FromSeconds(32), 7), Assert.Single(_observer.Events));
    }

    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
