using Decentral.Storage.Journals;

namespace Decentral.Storage.Tests.Journals;

public sealed class JournalConnectionTests
{
    /// <summary>No kill of a process shows whether commits are synced; only the loss of power would.</summary>
    [Fact]
    public void Open_AnyFile_SyncsEachCommitAndLocksOthersOut()
    {
        const long SynchronousFull = 2;
        using var directory = new TemporaryDirectory();
        using var connection = JournalConnection.Open(new SqliteJournalOptions { Path = directory["run.db"] });

        JournalSchema.Ensure(connection, directory["run.db"]);

        Assert.Equal(SynchronousFull, connection.Scalar("PRAGMA synchronous"));
        Assert.Equal("wal", connection.Prepare("PRAGMA journal_mode").ExecuteScalar());
        Assert.Equal("exclusive", connection.Prepare("PRAGMA locking_mode").ExecuteScalar());
    }
}
