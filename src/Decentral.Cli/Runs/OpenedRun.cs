using Decentral.Actors.EventSourcing;
using Decentral.Cli.Hosting;
using Decentral.Cli.Listening;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;
using Decentral.Storage.Runs;
using Decentral.Training.Progress;

namespace Decentral.Cli.Runs;

/// <summary>A run directory that this process holds, with its journal there, or in a database under a lease.</summary>
internal sealed class OpenedRun : IAsyncDisposable
{
    private readonly PostgresRun? _database;
    private readonly HubLease? _lease;

    private OpenedRun(RunDirectory directory, PostgresRun? database = null, HubLease? lease = null)
    {
        Directory = directory;
        _database = database;
        _lease = lease;
    }

    public RunDirectory Directory { get; }

    /// <summary>Ends with the reason when this process may lead the run no longer; never where nobody else could.</summary>
    public Task Deposed => _lease is null ? new TaskCompletionSource().Task : WaitForLoss(_lease);

    /// <summary>Opens a run, or makes it; a hub that stands by waits here until it leads.</summary>
    /// <param name="folder">The run directory.</param>
    /// <param name="job">The run's job.</param>
    /// <param name="listen">How it takes others in; null for a run of this process alone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Is told whom a standby waits for.</param>
    /// <param name="stopRequested">Ends the wait.</param>
    public static async Task<OpenedRun> OpenAsync(
        RunFolder folder,
        RunJob job,
        ListenOptions? listen,
        TimeProvider time,
        IRunObserver observer,
        CancellationToken stopRequested)
    {
        if (listen?.Journal is not { } connection)
        {
            return new OpenedRun(folder.IsNew
                ? await RunDirectory.Create(folder.Location, job, time.GetLocalNow())
                : await RunDirectory.Open(folder.Location, job));
        }

        var id = listen.StandsByFor ?? JournalPlace.Find(folder.Paths)?.Run ?? RunDirectory.NewId(job, time.GetLocalNow());
        var database = await PostgresRun.Open(
            new PostgresRunOptions { ConnectionString = connection, Run = id, Time = time }, stopRequested);
        HubLease? lease = null;
        try
        {
            lease = await database.Acquire(
                new HubLeaseOptions
                {
                    Address = listen.Address.GetLeftPart(UriPartial.Authority),
                    Duration = listen.Timeouts.Lease,
                    IsStandby = listen.StandsByFor is not null,
                    HolderSeen = holder => observer.Report(
                        new RunNotice(TimeSpan.Zero, $"standing by for run {id}, which {holder} leads")),
                },
                stopRequested);
            var journal = await database.OpenJournal(lease);
            var directory = listen.StandsByFor is not null ? await RunDirectory.Join(folder.Location, job, journal)
                : folder.IsNew ? await RunDirectory.Create(folder.Location, job, journal)
                : await RunDirectory.Open(folder.Location, job, journal);
            observer.Report(new RunNotice(
                TimeSpan.Zero,
                $"leading run {id} in term {lease.Term}; another hub stands by with the same job, data, --keys and --journal, its own "
                + $"--listen and --out, and: --standby {id}"));
            return new OpenedRun(directory, database, lease);
        }
        catch
        {
            if (lease is not null)
            {
                await lease.DisposeAsync();
            }

            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Directory.DisposeAsync();
        if (_lease is not null)
        {
            await _lease.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private static async Task WaitForLoss(HubLease lease)
    {
        var reason = await lease.Loss;
        throw new JournalException(
            $"This hub leads the run no longer: {reason.TrimEnd('.')}. The run goes on at whichever hub has the lease now; to have this "
            + $"one stand by, start it again with --standby {lease.Run}, as in: {ProgramName.Typed} train --resume RUN --listen URL "
            + $"--keys KEYS --journal CONNECTION --standby {lease.Run}");
    }
}
