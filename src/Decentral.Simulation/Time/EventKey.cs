namespace Decentral.Simulation.Time;

/// <summary>The place of a timed event: by time, then by lot, then by the order in which events were planned.</summary>
internal readonly record struct EventKey(long Ticks, uint Lot, long Sequence) : IComparable<EventKey>
{
    public int CompareTo(EventKey other)
    {
        if (Ticks != other.Ticks)
        {
            return Ticks < other.Ticks ? -1 : 1;
        }

        return Lot != other.Lot ? Lot.CompareTo(other.Lot) : Sequence.CompareTo(other.Sequence);
    }
}
