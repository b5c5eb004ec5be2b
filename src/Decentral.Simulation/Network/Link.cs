using Decentral.Simulation.Nodes;
using Decentral.Simulation.Randomness;
using Decentral.Simulation.Time;

namespace Decentral.Simulation.Network;

/// <summary>
/// One direction between two nodes. Messages and bulk data have connections of their own, so that neither waits behind the
/// other; what the engine itself says (the end of a watched actor, the outcome of a transfer) is resent until it arrives.
/// </summary>
internal sealed class Link(
    SimulatedNode from, SimulatedNode to, LinkProfile profile, EventLoop loop, SeededRandom random)
{
    /// <summary>How long an engine waits before it says something again.</summary>
    private static readonly TimeSpan ResendAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>The most of a link's time that one chunk of bulk data takes.</summary>
    private static readonly TimeSpan ChunkTime = TimeSpan.FromMilliseconds(20);

    private readonly List<Delivery> _held = [];
    private DateTimeOffset _messagesBusyUntil;
    private DateTimeOffset _bulkBusyUntil;
    private bool _isCut;

    public LinkProfile Profile { get; set; } = profile;

    /// <summary>Nothing gets through until it is healed.</summary>
    public bool IsCut => _isCut || from.IsIsolated || to.IsIsolated;

    public bool Loses => IsCut || (Profile.Loss > 0 && random.Chance(Profile.Loss));

    public long ChunkBytes => Math.Max(1024, (long)(Profile.BytesPerSecond * ChunkTime.TotalSeconds));

    public bool Touches(SimulatedNode node) => node == from || node == to;

    public void Cut() => _isCut = true;

    public void Heal()
    {
        _isCut = false;
        ResendHeld();
    }

    /// <summary>Sends what waited for the link to come back; it waits on when it has not.</summary>
    public void ResendHeld()
    {
        var held = _held.ToArray();
        _held.Clear();
        foreach (var delivery in held)
        {
            Resend(delivery);
        }
    }

    /// <summary>Sends a message that has not been lost; it keeps its place among those of its pair.</summary>
    public void Send(Delivery delivery, long bytes)
    {
        _messagesBusyUntil = Later(_messagesBusyUntil, loop.Now) + Profile.TimeFor(bytes);
        PlanInOrder(delivery, _messagesBusyUntil + Profile.DrawLatency(random));
    }

    /// <summary>Sends what must arrive, however long it takes.</summary>
    public void Resend(Delivery delivery)
    {
        if (IsCut)
        {
            _held.Add(delivery);
            return;
        }

        var arrival = loop.Now + Profile.DrawLatency(random);
        while (Loses)
        {
            arrival += ResendAfter;
        }

        PlanInOrder(delivery, arrival);
    }

    /// <summary>Takes the bulk connection for a chunk; the time when the link has sent it.</summary>
    public DateTimeOffset SendChunk(long bytes) =>
        _bulkBusyUntil = Later(_bulkBusyUntil, loop.Now) + Profile.TimeFor(bytes);

    public TimeSpan DrawLatency() => Profile.DrawLatency(random);

    private void PlanInOrder(Delivery delivery, DateTimeOffset arrival)
    {
        var inOrder = delivery.Stream.After(arrival);
        loop.PlanAt(inOrder, delivery);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
