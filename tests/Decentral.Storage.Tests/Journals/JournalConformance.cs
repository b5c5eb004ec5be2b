using System.Text;
using Decentral.Actors.EventSourcing;

namespace Decentral.Storage.Tests.Journals;

/// <summary>What every journal keeps to.</summary>
public abstract class JournalConformance
{
    private static readonly StreamId Coordinator = new("coordinator");

    [Fact]
    public async Task Read_UnknownStream_IsEmpty()
    {
        var journal = await Open();

        Assert.Empty(await journal.Read(Coordinator));
    }

    [Fact]
    public async Task Append_ExpectedSequence_IsReadBackInOrder()
    {
        var journal = await Open();

        Assert.Equal(AppendOutcome.Appended(2), await journal.Append(Coordinator, 0, Events("a", "b")));
        Assert.Equal(AppendOutcome.Appended(3), await journal.Append(Coordinator, 2, Events("")));

        Assert.Equal(["a", "b", ""], Words(await journal.Read(Coordinator)));
    }

    [Fact]
    public async Task Append_NoEvents_ChecksTheSequenceAlone()
    {
        var journal = await Open();

        Assert.Equal(AppendOutcome.Appended(0), await journal.Append(Coordinator, 0, []));
        Assert.Equal(AppendOutcome.Conflict(Coordinator, 1, 0), await journal.Append(Coordinator, 1, []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_OtherSequence_IsAConflictAndWritesNothing(long expected)
    {
        var journal = await Open();
        await journal.Append(Coordinator, 0, Events("a", "b"));

        var outcome = await journal.Append(Coordinator, expected, Events("stale"));

        Assert.Equal(AppendOutcome.Conflict(Coordinator, expected, 2), outcome);
        Assert.Equal(["a", "b"], Words(await journal.Read(Coordinator)));
    }

    [Fact]
    public async Task Append_TwoWritersExpectTheSame_OneWins()
    {
        var journal = await Open();

        var outcomes = await Task.WhenAll(
            journal.Append(Coordinator, 0, Events("first")), journal.Append(Coordinator, 0, Events("second")));

        Assert.Equal([AppendOutcome.Appended(1), AppendOutcome.Conflict(Coordinator, 0, 1)], outcomes);
        Assert.Equal(["first"], Words(await journal.Read(Coordinator)));
    }

    [Fact]
    public async Task Append_ManyStreamsAtOnce_KeepsEachInItsOrder()
    {
        var journal = await Open();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async number =>
        {
            for (var sequence = 0; sequence < 20; sequence++)
            {
                await journal.Append(new StreamId($"s{number}"), sequence, Events($"{number}/{sequence}"));
            }
        }));

        for (var number = 0; number < 64; number++)
        {
            var expected = Enumerable.Range(0, 20).Select(sequence => $"{number}/{sequence}");
            Assert.Equal(expected, Words(await journal.Read(new StreamId($"s{number}"))));
        }
    }

    /// <summary>An empty journal, which the derived class closes after the test.</summary>
    protected abstract Task<IJournal> Open();

    private static ReadOnlyMemory<byte>[] Events(params string[] words) =>
        [.. words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];

    private static IEnumerable<string> Words(IReadOnlyList<ReadOnlyMemory<byte>> events) =>
        events.Select(body => Encoding.UTF8.GetString(body.Span));
}
