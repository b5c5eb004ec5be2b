using Decentral.Actors.EventSourcing;
using Decentral.Simulation.Nodes;

namespace Decentral.Simulation.Disks;

/// <summary>An append that the disk has not acknowledged.</summary>
internal sealed class PendingAppend(
    SimulatedActorSystem life, StreamId stream, long expectedSequence, IReadOnlyList<ReadOnlyMemory<byte>> events)
{
    // Whoever waits goes on inside the event that acknowledges: nothing may escape from the event loop.
    public TaskCompletionSource<AppendOutcome> Outcome { get; } = new();

    public SimulatedActorSystem Life => life;

    public StreamId Stream => stream;

    public long ExpectedSequence => expectedSequence;

    public IReadOnlyList<ReadOnlyMemory<byte>> Events => events;
}
