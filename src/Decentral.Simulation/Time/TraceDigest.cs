using System.Numerics;

namespace Decentral.Simulation.Time;

/// <summary>One number for a whole history: two runs that differ in any event differ in it, but for one chance in 2^64.</summary>
public sealed class TraceDigest
{
    /// <summary>The digest so far.</summary>
    public ulong Value { get; private set; } = 0x2545F4914F6CDD1D;

    /// <summary>Takes in one more fact; the order matters.</summary>
    public void Add(ulong fact)
    {
        var mixed = (Value ^ fact) * 0x9FB21C651E98DF25;
        Value = BitOperations.RotateLeft(mixed ^ (mixed >> 28), 23) * 0x9E3779B97F4A7C15;
    }
}
