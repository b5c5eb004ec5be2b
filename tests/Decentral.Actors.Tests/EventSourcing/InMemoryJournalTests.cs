using Decentral.Actors.EventSourcing;

namespace Decentral.Actors.Tests.EventSourcing;

public sealed class InMemoryJournalTests
{
    private static readonly StreamId Stream = new("stream");

    [Fact]
    public async Task Append_AsExpected_IsReadBackInOrder()
    {
        var journal = new InMemoryJournal();

        var first = await journal.Append(Stream, 0, Events(1, 2));
        var second = await journal.Append(Stream, 2, Events(3));

        Assert.Equal(AppendOutcome.Appended(2), first);
        Assert.Equal(AppendOutcome.Appended(3), second);
        Assert.Equal([1, 2, 3], (await journal.Read(Stream)).Select(bytes => bytes.Span[0]));
    }

    [Fact]
    public async Task Append_NotWhereExpected_WritesNothing()
    {
        var journal = new InMemoryJournal();
        await journal.Append(Stream, 0, Events(1));

        var outcome = await journal.Append(Stream, 0, Events(9));

        Assert.Equal(AppendOutcomeKind.Conflict, outcome.Kind);
        Assert.Equal(1, outcome.LastSequence);
        Assert.Single(await journal.Read(Stream));
    }

    [Fact]
    public async Task Read_OtherStream_IsEmpty()
    {
        var journal = new InMemoryJournal();
        await journal.Append(Stream, 0, Events(1));

        Assert.Empty(await journal.Read(new StreamId("other")));
    }

    [Fact]
    public async Task Read_BeforeAnAppend_StaysAsItWas()
    {
        var journal = new InMemoryJournal();
        await journal.Append(Stream, 0, Events(1));

        var read = await journal.Read(Stream);
        await journal.Append(Stream, 1, Events(2));

        Assert.Single(read);
    }

    [Fact]
    public async Task Append_ManyWritersOfOneStream_LetsOneWinEachTime()
    {
        var journal = new InMemoryJournal();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(writer => Task.Run(
            () => journal.Append(Stream, 0, Events((byte)writer)), TestContext.Current.CancellationToken)));

        Assert.Single(outcomes, outcome => outcome.Kind == AppendOutcomeKind.Appended);
        Assert.Single(await journal.Read(Stream));
    }

    private static ReadOnlyMemory<byte>[] Events(params byte[] values) =>
        [.. values.Select(value => (ReadOnlyMemory<byte>)new[] { value })];
}
