using System.Numerics;

namespace Decentral.Models.Randomness;

/// <summary>
/// A pseudo-random order of 0 … count - 1 of which any element is computed by itself, in constant memory: "sample i of
/// epoch e" without a table. A Feistel network of Philox rounds permutes the smallest even number of bits that holds
/// the count; results beyond the count are fed through again (cycle walking; Black and Rogaway, CT-RSA 2002), fewer
/// than four times on average.
/// </summary>
public sealed class Permutation
{
    private const int Rounds = 8;

    private readonly ulong _key;
    private readonly long _epoch;
    private readonly int _halfBits;

    /// <summary>The order of one epoch.</summary>
    /// <param name="runSeed">The seed in the job file.</param>
    /// <param name="purpose">What is put into order.</param>
    /// <param name="epoch">From 0; each epoch has an order of its own.</param>
    /// <param name="count">How many elements; at least 1.</param>
    public Permutation(ulong runSeed, RandomPurpose purpose, long epoch, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _key = purpose.KeyFor(runSeed);
        _epoch = epoch;
        Count = count;
        var bits = 64 - BitOperations.LeadingZeroCount((ulong)(count - 1));
        _halfBits = Math.Max(1, (bits + 1) / 2);
    }

    /// <summary>How many elements are put into order.</summary>
    public long Count { get; }

    /// <summary>The element at <paramref name="position"/>, both in [0, <see cref="Count"/>).</summary>
    public long this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);
            var element = (ulong)position;
            do
            {
                element = Encrypt(element);
            }
            while (element >= (ulong)Count);

            return (long)element;
        }
    }

    private ulong Encrypt(ulong value)
    {
        var mask = (1UL << _halfBits) - 1;
        var left = value >> _halfBits;
        var right = value & mask;
        for (var round = 0u; round < Rounds; round++)
        {
            var counter = new PhiloxBlock((uint)right, round, (uint)_epoch, (uint)(_epoch >> 32));
            var mixed = Philox4x32.Generate(counter, _key).Word0 & mask;
            (left, right) = (right, left ^ mixed);
        }

        return (left << _halfBits) | right;
    }
}
