using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Storage.Journals;

namespace Decentral.Storage.Tests.Journals;

/// <summary>What every durable journal of a run keeps to, beside <see cref="JournalConformance"/>.</summary>
public abstract class RunJournalConformance : JournalConformance
{
    private static readonly StreamId Coordinator = new("coordinator");

    [Fact]
    public async Task Append_ExpectedSequence_IsReadBackInOrderAfterReopening()
    {
        await using (var journal = await OpenRun())
        {
            Assert.Equal(AppendOutcome.Appended(2), await journal.Append(Coordinator, 0, Events("a", "b")));
            Assert.Equal(AppendOutcome.Appended(3), await journal.Append(Coordinator, 2, Events("")));
        }

        await using var reopened = await OpenRun();

        Assert.Equal(["a", "b", ""], Words(await reopened.Read(Coordinator)));
        Assert.Equal(3, await reopened.ReadLength(Coordinator));
        Assert.Equal(0, await reopened.ReadLength(new StreamId("other")));
        Assert.Equal(AppendOutcome.Appended(4), await reopened.Append(Coordinator, 3, Events("c")));
    }

    [Fact]
    public async Task Append_EventOverTheBound_FailsAndNamesTheBound()
    {
        await using var journal = await OpenRun(maxEventBytes: 10);

        var outcome = await journal.Append(Coordinator, 0, [new byte[11]]);

        Assert.Equal(AppendOutcomeKind.Failed, outcome.Kind);
        Assert.Contains("an event of 11 bytes, at most 10", outcome.Reason);
        Assert.Equal(AppendOutcome.Appended(1), await journal.Append(Coordinator, 0, [new byte[10]]));
    }

    [Fact]
    public async Task Append_LargerThanAGroup_GoesThrough()
    {
        await using var journal = await OpenRun(maxGroupBytes: 10);

        var outcomes = await Task.WhenAll(
            journal.Append(Coordinator, 0, [new byte[100_000]]),
            journal.Append(new StreamId("other"), 0, [new byte[11]]));

        Assert.All(outcomes, outcome => Assert.Equal(AppendOutcome.Appended(1), outcome));
    }

    [Fact]
    public async Task Append_AfterDispose_FailsWithoutThrowing()
    {
        var journal = await OpenRun();
        await journal.DisposeAsync();

        var outcome = await journal.Append(Coordinator, 0, Events("late"));

        Assert.Equal(AppendOutcomeKind.Failed, outcome.Kind);
        Assert.Contains("the journal is closed", outcome.Reason);
        await Assert.ThrowsAsync<JournalException>(() => journal.Read(Coordinator));
    }

    [Fact]
    public async Task DisposeAsync_AppendsQueued_AreWrittenFirst()
    {
        var journal = await OpenRun();
        var queued = Enumerable.Range(0, 50)
            .Select(number => journal.Append(new StreamId($"s{number}"), 0, Events("x")))
            .ToArray();

        await journal.DisposeAsync();

        Assert.All(await Task.WhenAll(queued), outcome => Assert.Equal(AppendOutcome.Appended(1), outcome));
        await journal.DisposeAsync();
    }

    [Fact]
    public async Task WriteMetadata_Again_ReplacesTheValueForTheNextProcess()
    {
        await using (var journal = await OpenRun())
        {
            await journal.WriteMetadata("run.id", "quickstart-1");
            await journal.WriteMetadata("run.id", "quickstart-2");
            await journal.WriteMetadata("run.id", "quickstart-2");
        }

        await using var reopened = await OpenRun();

        Assert.Equal("quickstart-2", await reopened.ReadMetadata("run.id"));
        Assert.Null(await reopened.ReadMetadata("run.ID"));
    }

    /// <summary>The test's one journal, which is closed when it is opened again; bounds as asked for.</summary>
    protected abstract Task<IRunJournal> OpenRun(int maxEventBytes = 16 << 20, int maxGroupBytes = 8 << 20);

    protected override async Task<IJournal> Open() => await OpenRun();

    private static ReadOnlyMemory<byte>[] Events(params string[] words) =>
        [.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];

    private static IEnumerable<string> Words(IReadOnlyList<ReadOnlyMemory<byte>> events) =>
        events.Select(body => Encoding.UTF8.GetString(body.Span));
}
