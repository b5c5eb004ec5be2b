using System.Globalization;
using Decentral.Actors.EventSourcing;
using Decentral.Children;
using Decentral.Storage.Journals;
using Decentral.Storage.Tests.Children;

namespace Decentral.Storage.Tests.Journals;

public sealed class SqliteJournalKillTests
{
    private const int Kills = 12;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
            foreach (var report in await ChildProcess.RunUntilKilled(
                AppendingChild.Role, directory["run.db"], random, reportsBeforeKill))
            {
                Record(report, acknowledged);
            }
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
        await child.ReadLine(Stop);
        await child.ReadLine(Stop);

        var error = await Assert.ThrowsAsync<JournalException>(
            () => SqliteJournal.Open(new SqliteJournalOptions { Path = directory["run.db"] }));

        Assert.Contains($"{directory.Path} is in use by process {child.Id} on ", error.Message);
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
        var before = acknowledged[number];
        Assert.True(sequence >= before, $"stream {number} went back from {before} to {sequence}");
        acknowledged[number] = sequence;
    }
}
