using System.Globalization;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Decentral.Storage.Tests.Children;

namespace Decentral.Storage.Tests.Journals;

public sealed class SqliteJournalKillTests
{
    private const int Kills = 16;

    [Fact]
    public async Task Append_KilledAtRandomInstants_KeepsEveryAcknowledgedEventInOrder()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(81_723);
        var acknowledged = new long[AppendingChild.Streams];

        for (var kill = 0; kill < Kills; kill++)
        {
            // Every fourth kill falls into opening and recovery.
            var reportsBeforeKill = kill % 4 == 3 ? 1 : 1 + random.Next(400);
            await AppendUntilKilled(directory["run.db"], reportsBeforeKill, acknowledged);
        }

        await using var journal = await SqliteJournal.Open(new SqliteJournalOptions { Path = directory["run.db"] });
        for (var number = 0; number < acknowledged.Length; number++)
        {
            var events = await journal.Read(new StreamId($"stream-{number}"));
            Assert.True(NumberedEvents.Check(number, events) >= acknowledged[number]);
        }
    }

    [Fact]
    public async Task Open_HeldByAnotherProcess_NamesTheHolder()
    {
        using var directory = new TemporaryDirectory();
        using var child = ChildProcess.Start(AppendingChild.Role, directory["run.db"]);
        await child.ReadLine(TestContext.Current.CancellationToken);
        await child.ReadLine(TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<JournalException>(
            () => SqliteJournal.Open(new SqliteJournalOptions { Path = directory["run.db"] }));

        Assert.Contains($"{directory.Path} is in use by process {child.Id} on ", error.Message, StringComparison.Ordinal);
    }

    private static async Task AppendUntilKilled(string path, int reportsBeforeKill, long[] acknowledged)
    {
        using var child = ChildProcess.Start(AppendingChild.Role, path);
        for (var reports = 1; await child.ReadLine(TestContext.Current.CancellationToken) is { } report; reports++)
        {
            if (reports == reportsBeforeKill)
            {
                child.Kill();
            }

            Record(report, acknowledged);
        }

        Assert.Equal(ChildProcess.KilledExitCode, await child.WaitForExit(TestContext.Current.CancellationToken));
    }

    /// <summary>A recovered length too may not be behind what was acknowledged before.</summary>
    private static void Record(string report, long[] acknowledged)
    {
        if (report == AppendingChild.Opening)
        {
            return;
        }

        var fields = report.Split(' ');
        var number = int.Parse(fields[0], CultureInfo.InvariantCulture);
        var sequence = long.Parse(fields[1], CultureInfo.InvariantCulture);
        Assert.True(sequence >= acknowledged[number], $"stream {number} went back from {acknowledged[number]} to {sequence}");
        acknowledged[number] = sequence;
    }
}
