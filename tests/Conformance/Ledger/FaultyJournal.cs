using Decentral.Actors.EventSourcing;

namespace Decentral.Conformance.Ledger;

/// <summary>A journal whose answers are in the hands of the test. Appends wait for <see cref="Answer"/> while it is held.</summary>
public sealed class FaultyJournal : IJournal
{
    private readonly InMemoryJournal _journal = new();
    private readonly Lock _gate = new();
    private readonly Queue<Action> _held = new();
    private readonly TaskCompletionSource<bool> _holds = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Appends fail, as on a full disk.</summary>
    public bool IsFull { get; set; }

    /// <summary>Appends become durable, but their acknowledgement waits.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Completes when the first append is durable and waits for its acknowledgement.</summary>
    public Task<bool> Holds => _holds.Task;

    /// <summary>Reads fail, as of a damaged file.</summary>
    public bool IsBroken { get; set; }

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream) => IsBroken
        ? Task.FromException<IReadOnlyList<ReadOnlyMemory<byte>>>(new JournalException("damaged"))
        : _journal.Read(stream);

    public Task<AppendOutcome> Append(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        if (IsFull)
        {
            return Task.FromResult(AppendOutcome.Failed(expectedSequence, "disk full"));
        }

        var appended = _journal.Append(stream, expectedSequence, events);
        var acknowledged = new TaskCompletionSource<AppendOutcome>();
        lock (_gate)
        {
            if (!IsHeld)
            {
                return appended;
            }

            _held.Enqueue(() => acknowledged.SetResult(appended.Result));
        }

        _holds.TrySetResult(true);
        return acknowledged.Task;
    }

    /// <summary>Acknowledges whatever waits, and holds nothing from now on.</summary>
    public void Answer()
    {
        Action[] held;
        lock (_gate)
        {
            IsHeld = false;
            held = [.. _held];
            _held.Clear();
        }

        foreach (var acknowledge in held)
        {
            acknowledge();
        }
    }
}
