using System.Diagnostics;
using System.Globalization;
using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Children;
using Decentral.Conformance;
using Decentral.Storage.Leases;
using Decentral.Storage.Postgres;
using Decentral.Storage.Tests.Children;
using Decentral.Storage.Tests.Postgres;

namespace Decentral.Storage.Tests.Leases;

public sealed class HubLeaseTests(SharedPostgres shared) : IAsyncLifetime
{
    private static readonly StreamId Coordinator = new("coordinator");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>What scheduling on a busy machine may add to a wait.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly string _run = $"{Guid.NewGuid()}";
    private string _connectionString = "";
    private string _socketPath = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var server = await shared.Server;
        (_connectionString, _socketPath) = (server.ConnectionString(), server.SocketPath);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Acquire_NobodyLeads_TermsRiseFromHubToHub()
    {
        await using (var first = await TestHub.Lead(Options(), Hub("hub-a", 60 * Second)))
        {
            var holder = await first.Run.ReadHolder(Stop);
            Assert.Equal((1, "hub-a", "https://hub-a:7000"), (first.Lease.Term, holder?.Name, holder?.Address));
            Assert.InRange(holder!.Remaining, 50 * Second, 60 * Second);
        }

        await using var second = await TestHub.Lead(Options(), Hub("hub-b", 60 * Second));

        Assert.Equal(2, second.Lease.Term);
    }

    [Fact]
    public async Task Acquire_AnotherHubIsAlive_IsRefusedWithItsAddress()
    {
        await using var first = await TestHub.Lead(Options(), Hub("hub-a", 3 * Second));
        await using var run = await PostgresRun.Open(Options(), Stop);

        var error = await Assert.ThrowsAsync<JournalException>(() => run.Acquire(Hub("hub-b", 3 * Second), Stop));

        Assert.Contains("is led by hub-a at https://hub-a:7000 (term 1, ", error.Message);
        Assert.Contains("start this hub as a standby", error.Message);
        Assert.False(first.Lease.Lost.IsCancellationRequested, "the first hub leads on");
    }

    /// <summary>A hub that was killed and is started again need not be told that it is alive.</summary>
    [Fact]
    public async Task Acquire_HolderIsDead_WaitsForItsLeaseToEnd()
    {
        await using var dead = await TestHub.Lead(Options(new ManualTimeProvider()), Hub("hub-a", 2 * Second));

        await using var again = await TestHub.Lead(Options(), Hub("hub-a", 2 * Second));

        Assert.Equal(2, again.Lease.Term);
    }

    [Fact]
    public async Task Acquire_Standby_HearsWhomItWaitsForAndStopsWhenTold()
    {
        await using var first = await TestHub.Lead(Options(), Hub("hub-a", 2 * Second));
        await using var run = await PostgresRun.Open(Options(), Stop);
        var seen = new List<LeaseHolder>();
        using var stop = new CancellationTokenSource(3 * Second);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Acquire(
            Hub("hub-b", 2 * Second) with { IsStandby = true, HolderSeen = seen.Add }, stop.Token));

        Assert.Equal(("hub-a", 1), (Assert.Single(seen).Name, seen[0].Term));
        Assert.False(first.Lease.Lost.IsCancellationRequested, "it was renewed for longer than it lasts");
    }

    [Fact]
    public async Task DisposeAsync_StandbyWaits_HasItLongBeforeTheLeaseWouldEnd()
    {
        var first = await TestHub.Lead(Options(), Hub("hub-a", 10 * Second));
        await using var run = await PostgresRun.Open(Options(), Stop);
        var seen = new TaskCompletionSource();
        var acquiring = run.Acquire(
            Hub("hub-b", 10 * Second) with { IsStandby = true, HolderSeen = _ => seen.SetResult() }, Stop);
        await seen.Task;
        var clock = Stopwatch.StartNew();

        await first.DisposeAsync();
        await using var second = await acquiring;

        Assert.Equal(2, second.Term);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Second + Slack);
    }

    /// <summary>Both hubs are alive, and the first does not know what time it is.</summary>
    [Fact]
    public async Task Append_HoldersClockStandsStill_TheDatabasesDecidesAndTheStaleHubIsRefused()
    {
        await using var stale = await TestHub.Lead(Options(new ManualTimeProvider()), Hub("hub-a", 2 * Second));
        await stale.Journal.Append(Coordinator, 0, Events("a"));

        await using var leading = await TestHub.Lead(Options(), Hub("hub-b", 60 * Second) with { IsStandby = true });
        Assert.False(stale.Lease.Lost.IsCancellationRequested, "by its own clock no time has passed");
        var refused = await stale.Journal.Append(Coordinator, 1, Events("stale"));
        var appended = await leading.Journal.Append(Coordinator, 1, Events("b"));

        Assert.Equal(AppendOutcomeKind.Failed, refused.Kind);
        Assert.Contains("hub-a no longer leads run", refused.Reason);
        Assert.Contains("its term was 1, and the run is led by hub-b at https://hub-b:7000 (term 2, ", refused.Reason);
        Assert.True(stale.Lease.Lost.IsCancellationRequested, "the journal told the lease");
        Assert.Equal(refused.Reason, await stale.Lease.Loss);
        await Assert.ThrowsAsync<JournalException>(() => stale.Journal.WriteMetadata("run.id", "stale"));
        Assert.Equal(AppendOutcome.Appended(2), appended);
        Assert.Equal(["a", "b"], Words(await leading.Journal.Read(Coordinator)));
        Assert.Equal(["a", "b"], Words(await stale.Journal.Read(Coordinator)));
    }

    [Fact]
    public async Task Append_LeaseEndedAndNobodyHasIt_IsRefused()
    {
        await using var stale = await TestHub.Lead(Options(new ManualTimeProvider()), Hub("hub-a", 60 * Second));
        await PostgresServer.Execute(
            _connectionString, $"UPDATE decentral.runs SET expires = now() WHERE name = '{_run}'");

        var refused = await stale.Journal.Append(Coordinator, 0, Events("late"));

        Assert.Contains("its term was 1, and its lease has ended", refused.Reason);
    }

    [Fact]
    public async Task Append_LeaseWasReleased_IsRefusedAndIsNoLoss()
    {
        await using var hub = await TestHub.Lead(Options(), Hub("hub-a", 60 * Second));
        await hub.Lease.DisposeAsync();

        var refused = await hub.Journal.Append(Coordinator, 0, Events("late"));

        Assert.Contains("hub-a no longer leads run", refused.Reason);
        Assert.False(hub.Lease.Lost.IsCancellationRequested, "it was given back");
        Assert.False(hub.Lease.Loss.IsCompleted, "it was given back");
    }

    /// <summary>The renewal itself finds that the lease is another's.</summary>
    [Fact]
    public async Task Lost_AnotherHubHasIt_NamesThatHub()
    {
        var time = new ManualTimeProvider();
        await using var stale = await TestHub.Lead(Options(time), Hub("hub-a", 2 * Second));
        await using var leading = await TestHub.Lead(Options(), Hub("hub-b", 60 * Second) with { IsStandby = true });

        time.Advance(0.8 * Second);

        Assert.Contains("and the run is led by hub-b at https://hub-b:7000 (term 2, ", await stale.Lease.Loss);
    }

    /// <summary>The statement that was under way when the hub lost its lease finds another's.</summary>
    [Fact]
    public async Task Append_UnderWayWhileTheLeasePasses_DoesNothing()
    {
        await using var proxy = new BreakingProxy(_socketPath);
        var options = Options() with { ConnectionString = PostgresServer.ConnectionStringOver(proxy.Port) };
        await using var stale = await TestHub.Lead(options, Hub("hub-a", 2 * Second));
        var trap = proxy.Trap(ProxyBreak.WithTheRequestUnderWay, "the marked event", cutsOff: true);
        var appending = stale.Journal.Append(Coordinator, 0, Events("the marked event"));
        await using var leading = await TestHub.Lead(Options(), Hub("hub-b", 60 * Second) with { IsStandby = true });

        trap.Release.SetResult();
        await trap.Answered.Task;
        proxy.Restore();

        var failed = await appending;
        Assert.Equal(AppendOutcomeKind.Failed, failed.Kind);
        Assert.Contains("Whether the last events were written is not known", failed.Reason);
        Assert.Empty(await leading.Journal.Read(Coordinator));
        Assert.Equal(AppendOutcome.Appended(1), await leading.Journal.Append(Coordinator, 0, Events("first")));
    }

    [Fact]
    public async Task Lost_CutOffFromTheDatabase_BeforeAnotherHubHasTheLease()
    {
        await using var proxy = new BreakingProxy(_socketPath);
        var options = Options() with { ConnectionString = PostgresServer.ConnectionStringOver(proxy.Port) };
        await using var cutOff = await TestHub.Lead(options, Hub("hub-a", 4 * Second));
        await using var run = await PostgresRun.Open(Options(), Stop);
        var acquiring = run.Acquire(Hub("hub-b", 4 * Second) with { IsStandby = true }, Stop);
        proxy.Freeze();
        var clock = Stopwatch.StartNew();

        var appending = cutOff.Journal.Append(Coordinator, 0, Events("x"));
        var first = await Task.WhenAny(cutOff.Lease.Loss, acquiring);
        await using var leading = await acquiring;
        var takenOverAfter = clock.Elapsed;
        var failed = await appending;

        Assert.Same(cutOff.Lease.Loss, first);
        Assert.Contains("could not renew its lease of run", await cutOff.Lease.Loss);
        Assert.Contains("could not renew its lease of run", failed.Reason);
        Assert.InRange(takenOverAfter, TimeSpan.Zero, (4 * Second) + Slack);
        proxy.Restore();
        Assert.Equal(AppendOutcomeKind.Failed, (await cutOff.Journal.Append(Coordinator, 0, Events("y"))).Kind);
        TestContext.Current.SendDiagnosticMessage($"taken over {takenOverAfter.TotalSeconds:F2} s after the cut");
    }

    [Fact]
    public async Task Lost_HoldersClockRunsFast_GivesUpWhileTheDatabaseStillHoldsItForIt()
    {
        var time = new ManualTimeProvider();
        await using var proxy = new BreakingProxy(_socketPath);
        var options = Options(time) with { ConnectionString = PostgresServer.ConnectionStringOver(proxy.Port) };
        await using var hub = await TestHub.Lead(options, Hub("hub-a", 60 * Second));
        await using var run = await PostgresRun.Open(Options(), Stop);
        proxy.Freeze();

        time.Advance(53.9 * Second);
        Assert.False(hub.Lease.Lost.IsCancellationRequested, "nine tenths of the lease are not over");
        time.Advance(0.1 * Second);

        Assert.True(hub.Lease.Lost.IsCancellationRequested, "nine tenths of the lease are over");
        Assert.Equal("hub-a", (await run.ReadHolder(Stop))?.Name);
        proxy.Restore();
    }

    [Fact]
    public async Task Acquire_LeadingProcessKilled_TakesOverWithinOneLeaseWithAllThatWasAcknowledged()
    {
        var database = await (await shared.Server).CreateDatabase();
        var options = new PostgresRunOptions { ConnectionString = database, Run = LeadingChild.Run };
        await using var run = await PostgresRun.Open(options, Stop);
        Task<HubLease> acquiring;
        var acknowledged = 0L;
        using (var first = ChildProcess.Start(LeadingChild.Role, database))
        {
            Assert.Equal("1", await first.ReadLine(Stop));
            acquiring = run.Acquire(Hub("hub-b", LeadingChild.Lease) with { IsStandby = true }, Stop);
            for (var reports = 0; reports < 200; reports++)
            {
                acknowledged = long.Parse((await first.ReadLine(Stop))!, CultureInfo.InvariantCulture);
            }
        }

        var clock = Stopwatch.StartNew();
        await using var lease = await acquiring;
        var takenOverAfter = clock.Elapsed;
        await using var journal = await run.OpenJournal(lease);

        var last = NumberedEvents.Check(0, await journal.Read(LeadingChild.Stream));
        Assert.True(last >= acknowledged, $"{acknowledged} were acknowledged, {last} are there");
        Assert.Equal(2, lease.Term);
        Assert.Equal(AppendOutcomeKind.Appended, (await journal.Append(LeadingChild.Stream, last, Events("on"))).Kind);
        Assert.InRange(takenOverAfter, TimeSpan.Zero, LeadingChild.Lease + Slack);
        TestContext.Current.SendDiagnosticMessage($"taken over {takenOverAfter.TotalSeconds:F2} s after the kill");
    }

    [Fact]
    public async Task Acquire_ServerIsDownForAWhile_AStandbyGoesOnWaiting()
    {
        await using var server = await PostgresServer.Start();
        var options = new PostgresRunOptions { ConnectionString = server.ConnectionString(), Run = _run };
        await using var dead = await TestHub.Lead(
            options with { Time = new ManualTimeProvider() }, Hub("hub-a", 2 * Second));
        await using var run = await PostgresRun.Open(options, Stop);
        var acquiring = run.Acquire(Hub("hub-b", 2 * Second) with { IsStandby = true }, Stop);

        await server.Kill();
        await server.StartAgain();
        await using var lease = await acquiring;

        Assert.Equal(2, lease.Term);
    }

    private PostgresRunOptions Options(TimeProvider? time = null) => new()
    {
        ConnectionString = _connectionString,
        Run = _run,
        Time = time ?? TimeProvider.System,
    };

    private static HubLeaseOptions Hub(string name, TimeSpan duration) =>
        new() { Holder = name, Address = $"https://{name}:7000", Duration = duration };

    private static ReadOnlyMemory<byte>[] Events(params string[] words) =>
        [.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];

    private static IEnumerable<string> Words(IReadOnlyList<ReadOnlyMemory<byte>> events) =>
        events.Select(body => Encoding.UTF8.GetString(body.Span));
}
