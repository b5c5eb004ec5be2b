using System.Collections.Concurrent;

namespace Decentral.Actors.Hosting;

/// <summary>
/// Boxes that carry structs, used again and again. Each thread keeps a few of its own, so that no lock is taken for a
/// message; where one thread only sends and another only receives, whole racks of boxes travel back between them.
/// </summary>
internal static class BoxPool<T>
{
    private const int RackLength = 64;

    /// <summary>Full racks kept for all threads together; beyond it they are left to the collector.</summary>
    private const int MaxFullRacks = 64;

    private static readonly ConcurrentBag<Rack> FullRacks = [];
    private static readonly ConcurrentBag<Rack> EmptyRacks = [];
    private static int _fullRacks;

    [ThreadStatic]
    private static Rack? _own;

    public static Box<T> Rent(T value)
    {
        var own = _own ??= new Rack();
        if (own.Count == 0 && FullRacks.TryTake(out var full))
        {
            Interlocked.Decrement(ref _fullRacks);
            EmptyRacks.Add(own);
            _own = own = full;
        }

        var box = own.Count > 0 ? own.Boxes[--own.Count] : new Box<T>();
        box.Value = value;
        return box;
    }

    public static T Return(Box<T> box)
    {
        var value = box.Value!;
        box.Value = default;
        var own = _own ??= new Rack();
        if (own.Count == RackLength)
        {
            _own = own = TradeIn(own);
        }

        own.Boxes[own.Count++] = box;
        return value;
    }

    private static Rack TradeIn(Rack full)
    {
        if (Interlocked.Increment(ref _fullRacks) > MaxFullRacks)
        {
            Interlocked.Decrement(ref _fullRacks);
            full.Count = 0;
            return full;
        }

        FullRacks.Add(full);
        return EmptyRacks.TryTake(out var empty) ? empty : new Rack();
    }

    private sealed class Rack
    {
        public Box<T>[] Boxes { get; } = new Box<T>[RackLength];

        public int Count { get; set; }
    }
}
