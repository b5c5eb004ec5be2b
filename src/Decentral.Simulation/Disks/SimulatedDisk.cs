using Decentral.Actors.EventSourcing;
using Decentral.Simulation.Nodes;
using Decentral.Simulation.Randomness;
using Decentral.Simulation.Time;

namespace Decentral.Simulation.Disks;

/// <summary>
/// A node's journal. Reads and appends take their time, one after another; a crash between the write and its
/// acknowledgement leaves the events durable or not, as the seed has it.
/// </summary>
public sealed class SimulatedDisk : IJournal
{
    private const ulong ReadTrace = 0x7_0007;
    private const ulong AppendTrace = 0x7_0008;

    private readonly SimulatedNode _node;
    private readonly EventLoop _loop;
    private readonly DiskProfile _profile;
    private readonly SeededRandom _random;
    private readonly Queue<PendingAppend> _pending = new();
    private InMemoryJournal _journal = new();
    private DateTimeOffset _busyUntil;

    internal SimulatedDisk(SimulatedNode node, EventLoop loop, DiskProfile profile, SeededRandom random)
    {
        _node = node;
        _loop = loop;
        _profile = profile;
        _random = random;
    }

    /// <summary>While true, appends fail.</summary>
    public bool IsFull { get; set; }

    /// <inheritdoc />
    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> Read(StreamId stream)
    {
        var life = _node.Present;
        var outcome = new TaskCompletionSource<IReadOnlyList<ReadOnlyMemory<byte>>>();
        Plan(_profile.ReadLatency, ReadTrace, () =>
        {
            if (life.IsAlive)
            {
                outcome.SetResult(Durable(stream));
            }
        });
        return outcome.Task;
    }

    /// <inheritdoc />
    public Task<AppendOutcome> Append(
        StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        var append = new PendingAppend(_node.Present, stream, expectedSequence, events);
        _pending.Enqueue(append);
        Plan(_random.Between(_profile.AppendLatency, _profile.AppendLatency + _profile.AppendJitter), AppendTrace, () =>
        {
            if (append.Life.IsAlive)
            {
                _pending.Dequeue();
                append.Outcome.SetResult(Write(append));
            }
        });
        return append.Outcome.Task;
    }

    /// <summary>What is durable of a stream at this moment, for checkers.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Durable(StreamId stream) => EndedTask.Take(_journal.Read(stream));

    /// <summary>Another writer appends behind the back of whoever writes the stream.</summary>
    public void AppendAsAnother(StreamId stream, IReadOnlyList<ReadOnlyMemory<byte>> events) =>
        EndedTask.Take(_journal.Append(stream, Durable(stream).Count, events));

    internal void Crash(bool keepsDisk)
    {
        // Writes reach the platter in order: those before some point are there, those after it are not.
        while (_pending.TryDequeue(out var append) && _random.Chance(0.5))
        {
            Write(append);
        }

        _pending.Clear();
        _busyUntil = default;
        if (!keepsDisk)
        {
            _journal = new InMemoryJournal();
        }
    }

    private AppendOutcome Write(PendingAppend append) => IsFull
        ? AppendOutcome.Failed(
            Durable(append.Stream).Count,
            $"Stream {append.Stream} was not written: the disk of {_node.Id} is full. Free space and start again.")
        : EndedTask.Take(_journal.Append(append.Stream, append.ExpectedSequence, append.Events));

    private void Plan(TimeSpan time, ulong traceId, Action done)
    {
        var begins = _busyUntil > _loop.Now ? _busyUntil : _loop.Now;
        // At least one tick, so that no two end at one instant and change places.
        _busyUntil = begins + (time > TimeSpan.Zero ? time : new TimeSpan(1));
        _loop.PlanAt(_busyUntil, new TimedAction(traceId, () => _node.Standstill.WhenAwake(done)));
    }
}
