using Decentral.Storage.Journals;

namespace Decentral.Storage.Tests.Journals;

public sealed class SqliteJournalConformance : RunJournalConformance, IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteJournal? _journal;

    public async ValueTask DisposeAsync()
    {
        if (_journal is not null)
        {
            await _journal.DisposeAsync();
        }

        _directory.Dispose();
    }

    protected override async Task<IRunJournal> OpenRun(int maxEventBytes, int maxGroupBytes) =>
        _journal = await SqliteJournal.Open(new SqliteJournalOptions
        {
            Path = _directory["run.db"],
            MaxEventBytes = maxEventBytes,
            MaxGroupBytes = maxGroupBytes,
        });
}
