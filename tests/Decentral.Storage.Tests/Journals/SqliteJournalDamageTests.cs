using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;
using Decentral.Storage.Tests.Children;

namespace Decentral.Storage.Tests.Journals;

/// <summary>Damage is an error or does not show; it never gives other or fewer events in silence.</summary>
public sealed class SqliteJournalDamageTests : IDisposable
{
    private const int Samples = 200;
    private const int LargestBatch = 5;
    private const int Streams = 4;
    private const int Appends = 15;

    private readonly TemporaryDirectory _directory = TemporaryDirectory.InMemory();

    private string Database => _directory["run.db"];

    private string Log => Database + "-wal";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_AnyByteOfTheFileChanged_IsAnErrorOrDoesNotShow()
    {
        var lengths = await Write();
        var healthy = await File.ReadAllBytesAsync(Database, Stop);

        var refused = 0;
        foreach (var position in Positions(healthy.Length))
        {
            await WriteFlipped(Database, healthy, position);
            var found = await ReadLengths();
            Assert.True(found is null || found.SequenceEqual(lengths), $"byte {position}");
            refused += found is null ? 1 : 0;
        }

        Assert.InRange(refused, Samples / 4, Samples);
    }

    [Fact]
    public async Task Open_AnyByteOfTheLogChanged_LosesAtMostTheLastTransactionInSilence()
    {
        var (database, log, lengths) = await WriteAndCrash();

        var refused = 0;
        foreach (var position in Positions(log.Length))
        {
            await File.WriteAllBytesAsync(Database, database, Stop);
            await WriteFlipped(Log, log, position);
            var found = await ReadLengths();
            Assert.True(found is null || lengths.Sum() - found.Sum() <= LargestBatch, $"byte {position}");
            refused += found is null ? 1 : 0;
        }

        Assert.InRange(refused, Samples * 3 / 4, Samples);
    }

    [Fact]
    public async Task Open_LogCutAnywhere_IsAnErrorOrAPrefix()
    {
        var (database, log, lengths) = await WriteAndCrash();

        foreach (var length in Positions(log.Length))
        {
            await File.WriteAllBytesAsync(Database, database, Stop);
            await File.WriteAllBytesAsync(Log, log[..length], Stop);
            var found = await ReadLengths();
            Assert.True(found is null || found.Zip(lengths).All(pair => pair.First <= pair.Second), $"cut at {length}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(-1)]
    public async Task Open_LogLostAfterACrash_IsRefused(int lengthLeft)
    {
        await WriteAndCrash();
        using (var log = File.Open(Log, FileMode.Open))
        {
            log.SetLength(Math.Max(0, lengthLeft));
        }

        if (lengthLeft < 0)
        {
            File.Delete(Log);
        }

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<JournalException>(Open);
            Assert.Contains("run.db-wal is missing or empty", error.Message);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_FileLostBesideItsLog_IsRefused(bool isDeleted)
    {
        var (_, log, _) = await WriteAndCrash();
        await File.WriteAllBytesAsync(Database, [], Stop);
        if (isDeleted)
        {
            File.Delete(Database);
        }

        var error = await Assert.ThrowsAsync<JournalException>(Open);

        Assert.Contains("is missing or empty beside its log", error.Message);
        Assert.Equal(log, await File.ReadAllBytesAsync(Log, Stop));
    }

    [Fact]
    public async Task Open_FileCutShort_IsAnError()
    {
        await Write();
        using (var file = File.Open(Database, FileMode.Open))
        {
            file.SetLength(file.Length / 2 / 4096 * 4096);
        }

        Assert.Null(await ReadLengths());
    }

    /// <summary>A journal that was closed.</summary>
    private async Task<long[]> Write()
    {
        await using var journal = await Open();
        return await Fill(journal);
    }

    /// <summary>
    /// The files of a journal that was not closed, put back in their place after the writer has gone.
    /// </summary>
    private async Task<(byte[] Database, byte[] Log, long[] Lengths)> WriteAndCrash()
    {
        byte[] database;
        byte[] log;
        long[] lengths;
        await using (var journal = await Open())
        {
            lengths = await Fill(journal);
            database = await File.ReadAllBytesAsync(Database, Stop);
            log = await File.ReadAllBytesAsync(Log, Stop);
        }

        await File.WriteAllBytesAsync(Database, database, Stop);
        await File.WriteAllBytesAsync(Log, log, Stop);
        return (database, log, lengths);
    }

    private static async Task<long[]> Fill(SqliteJournal journal)
    {
        var lengths = new long[Streams];
        for (var append = 0; append < Appends * Streams; append++)
        {
            var stream = append % Streams;
            var batch = NumberedEvents.BatchAfter(stream, lengths[stream]);
            lengths[stream] = (await journal.Append(Stream(stream), lengths[stream], batch)).LastSequence;
        }

        return lengths;
    }

    /// <summary>The streams' lengths, every event checked; null when the journal says that it is damaged.</summary>
    private async Task<long[]?> ReadLengths()
    {
        try
        {
            await using var journal = await Open();
            var lengths = new long[Streams];
            for (var stream = 0; stream < Streams; stream++)
            {
                lengths[stream] = NumberedEvents.Check(stream, await journal.Read(Stream(stream)));
            }

            return lengths;
        }
        catch (JournalException)
        {
            return null;
        }
        finally
        {
            File.Delete(Log);
        }
    }

    private Task<SqliteJournal> Open() => SqliteJournal.Open(new SqliteJournalOptions { Path = Database });

    private static StreamId Stream(int number) => new($"stream-{number}");

    /// <summary>Half of them in the headers at the front, where most of the meaning is.</summary>
    private static IEnumerable<int> Positions(int length)
    {
        var random = new Random(7);
        var headers = Math.Min(length, 160);
        return Enumerable.Range(0, Samples).Select(sample => random.Next(sample % 2 == 0 ? length : headers));
    }

    private static Task WriteFlipped(string path, byte[] healthy, int position)
    {
        var flipped = (byte[])healthy.Clone();
        flipped[position] ^= (byte)(1 << (position % 8));
        return File.WriteAllBytesAsync(path, flipped, Stop);
    }
}
