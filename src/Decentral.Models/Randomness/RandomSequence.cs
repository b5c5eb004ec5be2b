namespace Decentral.Models.Randomness;

/// <summary>
/// The random numbers of one (run seed, purpose, step, sample), in order. The node that draws them is not part of the
/// key, so any member reproduces any draw. Every method is exact integer work or arithmetic that IEEE 754 defines to
/// the bit, hence the same on all machines. A value that is copied goes on separately from the original.
/// </summary>
public struct RandomSequence
{
    /// <summary>Steps and samples are below this; a sequence holds 2^34 words.</summary>
    public const long MaxIndex = 1L << 48;

    private const double DoubleUnit = 1.0 / (1L << 53);
    private const float SingleUnit = 1.0f / (1 << 24);
    private const int WordsPerBlock = 4;

    private readonly ulong _key;
    private readonly long _step;
    private readonly long _sample;
    private PhiloxBlock _block;
    private long _nextBlock;
    private int _usedWords;
    private double _spareNormal;
    private bool _hasSpareNormal;

    /// <summary>The numbers of a sample in a step, from its beginning.</summary>
    /// <param name="runSeed">The seed in the job file.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="step">Below <see cref="MaxIndex"/>; 0 where the draw belongs to no step.</param>
    /// <param name="sample">Below <see cref="MaxIndex"/>; 0 where the draw belongs to no sample.</param>
    public RandomSequence(ulong runSeed, RandomPurpose purpose, long step = 0, long sample = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, MaxIndex);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, MaxIndex);
        _key = purpose.KeyFor(runSeed);
        _step = step;
        _sample = sample;
        _usedWords = WordsPerBlock;
    }

    /// <summary>32 uniform bits.</summary>
    /// <exception cref="InvalidOperationException">All 2^34 words of the sequence are drawn.</exception>
    public uint NextUInt32()
    {
        if (_usedWords == WordsPerBlock)
        {
            Refill();
        }

        return _usedWords++ switch
        {
            0 => _block.Word0,
            1 => _block.Word1,
            2 => _block.Word2,
            _ => _block.Word3,
        };
    }

    /// <summary>64 uniform bits; the first word drawn is the low half.</summary>
    public ulong NextUInt64()
    {
        var low = NextUInt32();
        return low | ((ulong)NextUInt32() << 32);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * SingleUnit;

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * DoubleUnit;

    /// <summary>Uniform in [0, <paramref name="bound"/>), without modulo bias (Lemire, arXiv:1805.10941).</summary>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)NextBelow((uint)bound);
    }

    /// <summary>Uniform in [0, <paramref name="bound"/>), without modulo bias.</summary>
    public long NextInt64(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var unsignedBound = (ulong)bound;
        var rejectedBelow = unchecked(0 - unsignedBound) % unsignedBound;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), unsignedBound, out var low);
            if (low >= rejectedBelow)
            {
                return (long)high;
            }
        }
    }

    /// <summary>
    /// Standard normal, by Box and Muller's transform in fp64 with logarithm, sine and cosine of our own, so that the
    /// bits do not depend on the platform's C library. Magnitude at most 8.6.
    /// </summary>
    public double NextNormal()
    {
        if (_hasSpareNormal)
        {
            _hasSpareNormal = false;
            return _spareNormal;
        }

        // (0, 1]: the logarithm of zero is never asked for.
        var uniform = ((NextUInt64() >> 11) + 1) * DoubleUnit;
        var radius = Math.Sqrt(-2 * PortableMath.Log(uniform));
        var (sine, cosine) = PortableMath.SinCosTurns(NextDouble());
        _spareNormal = radius * sine;
        _hasSpareNormal = true;
        return radius * cosine;
    }

    /// <summary>Independent normals, each rounded to fp32 once.</summary>
    public void FillNormal(Span<float> destination, double mean, double standardDeviation)
    {
        for (var index = 0; index < destination.Length; index++)
        {
            destination[index] = (float)(mean + (standardDeviation * NextNormal()));
        }
    }

    /// <summary>
    /// Independent uniforms in [<paramref name="low"/>, <paramref name="high"/>), each rounded to fp32 once.
    /// </summary>
    public void FillUniform(Span<float> destination, double low, double high)
    {
        for (var index = 0; index < destination.Length; index++)
        {
            destination[index] = (float)(low + ((high - low) * NextSingle()));
        }
    }

    private uint NextBelow(uint bound)
    {
        var rejectedBelow = unchecked(0 - bound) % bound;
        while (true)
        {
            var product = (ulong)NextUInt32() * bound;
            if ((uint)product >= rejectedBelow)
            {
                return (uint)(product >> 32);
            }
        }
    }

    private void Refill()
    {
        if (_nextBlock > uint.MaxValue)
        {
            throw new InvalidOperationException(
                $"The random sequence of step {_step}, sample {_sample} is used up after 2^34 words; draw the rest " +
                "under another sample or purpose.");
        }

        // Counter, from the low end: 32 bits block, 48 bits step, 48 bits sample. No two sequences of a key overlap.
        var high = (ulong)(_step >> 32) | ((ulong)_sample << 16);
        var counter = new PhiloxBlock((uint)_nextBlock, (uint)_step, (uint)high, (uint)(high >> 32));
        _block = Philox4x32.Generate(counter, _key);
        _nextBlock++;
        _usedWords = 0;
    }
}
