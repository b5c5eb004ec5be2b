using Decentral.Storage.Journals;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;

namespace Decentral.Storage.Tests.Postgres;

/// <summary>A hub that leads a run: the lease, and the journal that it may write.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    /// <summary>Longer than any test takes.</summary>
    public static readonly TimeSpan LongLease = TimeSpan.FromMinutes(10);

    private TestHub(PostgresRun run, HubLease lease, PostgresJournal journal) =>
        (Run, Lease, Journal) = (run, lease, journal);

    public PostgresRun Run { get; }

    public HubLease Lease { get; }

    public PostgresJournal Journal { get; }

    public static Task<TestHub> Lead(string connectionString, string run = "run-1") => Lead(
        new PostgresRunOptions { ConnectionString = connectionString, Run = run },
        new HubLeaseOptions { Holder = "hub-a", Duration = LongLease });

    public static async Task<TestHub> Lead(PostgresRunOptions options, HubLeaseOptions lease)
    {
        var stop = TestContext.Current.CancellationToken;
        var run = await PostgresRun.Open(options, stop);
        var held = await run.Acquire(lease, stop);
        return new TestHub(run, held, await run.OpenJournal(held));
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await Lease.DisposeAsync();
        await Run.DisposeAsync();
    }
}
