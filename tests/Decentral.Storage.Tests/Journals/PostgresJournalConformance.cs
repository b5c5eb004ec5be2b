using Decentral.Storage.Journals;
using Decentral.Storage.Postgres;
using Decentral.Storage.Tests.Postgres;

namespace Decentral.Storage.Tests.Journals;

public sealed class PostgresJournalConformance(SharedPostgres shared) : RunJournalConformance, IAsyncDisposable
{
    private readonly string _run = $"{Guid.NewGuid()}";
    private TestHub? _hub;

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    protected override async Task<IRunJournal> OpenRun(int maxEventBytes, int maxGroupBytes)
    {
        await DisposeAsync();
        var options = new PostgresRunOptions
        {
            ConnectionString = (await shared.Server).ConnectionString(),
            Run = _run,
            MaxEventBytes = maxEventBytes,
            MaxGroupBytes = maxGroupBytes,
        };
        _hub = await TestHub.Lead(options, new() { Holder = "hub-a", Duration = TestHub.LongLease });
        return _hub.Journal;
    }
}
