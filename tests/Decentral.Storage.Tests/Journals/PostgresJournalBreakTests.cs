using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Postgres;
using Decentral.Storage.Tests.Postgres;

namespace Decentral.Storage.Tests.Journals;

/// <summary>Connections that break in the middle of an append.</summary>
public sealed class PostgresJournalBreakTests(SharedPostgres shared) : IAsyncLifetime
{
    private static readonly StreamId Coordinator = new("coordinator");

    private BreakingProxy _proxy = null!;
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _proxy = new BreakingProxy((await shared.Server).SocketPath);
        var options = new PostgresRunOptions
        {
            ConnectionString = PostgresServer.ConnectionStringOver(_proxy.Port),
            Run = $"{Guid.NewGuid()}",
            Patience = TimeSpan.FromSeconds(2),
        };
        _hub = await TestHub.Lead(options, new() { Holder = "hub-a", Duration = TestHub.LongLease });
        await _hub.Journal.Append(Coordinator, 0, Events("first"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            _proxy.Restore();
            await _hub.DisposeAsync();
            await _proxy.DisposeAsync();
        }
    }

    [Theory]
    [InlineData((int)ProxyBreak.BeforeTheRequest)]
    [InlineData((int)ProxyBreak.BeforeTheAnswer)]
    [InlineData((int)ProxyBreak.WithTheRequestUnderWay)]
    public async Task Append_ConnectionBreaks_IsWrittenOnce(int where)
    {
        var trap = _proxy.Trap((ProxyBreak)where, "the marked event");

        var outcome = await _hub.Journal.Append(Coordinator, 1, Events("the marked event", "another"));

        if (trap.Kind == ProxyBreak.WithTheRequestUnderWay)
        {
            trap.Release.SetResult();
            await trap.Answered.Task;
        }

        Assert.Equal(AppendOutcome.Appended(3), outcome);
        Assert.Equal(["first", "the marked event", "another"], Words(await _hub.Journal.Read(Coordinator)));
        Assert.Equal(AppendOutcome.Appended(4), await _hub.Journal.Append(Coordinator, 3, Events("last")));
    }

    [Fact]
    public async Task Append_RequestArrivesAfterTheStreamWasReadAgain_DoesNothing()
    {
        var trap = _proxy.Trap(ProxyBreak.WithTheRequestUnderWay, "the marked event", cutsOff: true);
        var failed = await _hub.Journal.Append(Coordinator, 1, Events("the marked event"));
        _proxy.Restore();
        var read = Words(await _hub.Journal.Read(Coordinator)).ToList();

        trap.Release.SetResult();
        await trap.Answered.Task;

        Assert.Equal(AppendOutcomeKind.Failed, failed.Kind);
        Assert.Contains("Whether the last events were written is not known", failed.Reason);
        Assert.Equal(["first"], read);
        Assert.Equal(["first"], Words(await _hub.Journal.Read(Coordinator)));
        Assert.Equal(AppendOutcome.Appended(2), await _hub.Journal.Append(Coordinator, 1, Events("second")));
    }

    [Fact]
    public async Task Append_AnswerLostAndServerOutOfReach_FailsAndTheEventsAreThereWhole()
    {
        var trap = _proxy.Trap(ProxyBreak.BeforeTheAnswer, "the marked event", cutsOff: true);

        var failed = await _hub.Journal.Append(Coordinator, 1, Events("the marked event", "another"));
        await trap.Answered.Task;
        _proxy.Restore();

        Assert.Equal(AppendOutcomeKind.Failed, failed.Kind);
        Assert.Contains("Whether the last events were written is not known", failed.Reason);
        Assert.Equal(["first", "the marked event", "another"], Words(await _hub.Journal.Read(Coordinator)));
        Assert.Equal(AppendOutcome.Appended(4), await _hub.Journal.Append(Coordinator, 3, Events("last")));
    }

    [Fact]
    public async Task Append_ServerOutOfReach_FailsInTimeAndServesAgain()
    {
        _proxy.Freeze();

        var failed = await _hub.Journal.Append(Coordinator, 1, Events("x"));
        var unread = await Assert.ThrowsAsync<JournalException>(() => _hub.Journal.Read(Coordinator));
        _proxy.CutOff();
        _proxy.Restore();

        Assert.Equal(AppendOutcomeKind.Failed, failed.Kind);
        Assert.Contains("did not answer in time: check the server and the network", failed.Reason);
        Assert.Contains("did not answer in time", unread.Message);
        var last = (await _hub.Journal.Read(Coordinator)).Count;
        Assert.Equal(AppendOutcome.Appended(last + 1), await _hub.Journal.Append(Coordinator, last, Events("y")));
    }

    private static ReadOnlyMemory<byte>[] Events(params string[] words) =>
        [.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];

    private static IEnumerable<string> Words(IReadOnlyList<ReadOnlyMemory<byte>> events) =>
        events.Select(body => Encoding.UTF8.GetString(body.Span));
}
