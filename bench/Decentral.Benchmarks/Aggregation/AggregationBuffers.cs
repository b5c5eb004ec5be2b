using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Decentral.Actors.Transfers;
using Decentral.Codecs;
using Decentral.Models.Optimizers;
using Decentral.Training.Protocol;
using Decentral.Training.Shards;

namespace Decentral.Benchmarks.Aggregation;

/// <summary>
/// Contributions to one fragment as they come, and what is measured on them. All memory is touched before.
/// </summary>
internal sealed class AggregationBuffers : IDisposable
{
    // As large as pseudo-gradients are.
    private const double Deviation = 0.01;

    /// <summary>Contributions are pieces of one array; this is how far the next one is from each.</summary>
    private const int Shift = 1000;

    private readonly ImmutableArray<Transferred<ContributionHeader>> _contributions;
    private readonly CodecStages _codec;
    private readonly ShardReducer _reducer;
    private readonly float[] _mean;
    private readonly float[] _owed;

    /// <param name="format">How all are encoded, and the aggregate too.</param>
    /// <param name="values">By <see cref="Draw"/>.</param>
    /// <param name="count">Contributions.</param>
    /// <param name="valueCount">Values of each.</param>
    public AggregationBuffers(ITensorFormat format, float[] values, int count, int valueCount)
    {
        _codec = new CodecStages(format);
        _reducer = new ShardReducer(valueCount, _codec, _codec);
        _mean = new float[valueCount];
        _owed = new float[_reducer.OwedLength];
        _contributions =
        [
            .. Enumerable.Range(0, count).Select(worker => new Transferred<ContributionHeader>(
                Header(worker), Encode(format, values.AsSpan(worker * Shift, valueCount)))),
        ];
    }

    public long EncodedBytes => _contributions.Sum(contribution => (long)contribution.Payload.Bytes.Length);

    /// <summary>What the contributions take as fp32.</summary>
    public long UncompressedBytes => (long)_contributions.Length * _mean.Length * sizeof(float);

    /// <summary>What <see cref="Read()"/> has come to, so that it is not left out.</summary>
    public ulong BitsRead { get; private set; }

    /// <summary>Gaussian values for as many contributions.</summary>
    public static float[] Draw(int count, int valueCount)
    {
        var random = new Random(1);
        var values = new float[valueCount + (count * Shift)];
        foreach (ref var value in values.AsSpan())
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = (float)(Deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    /// <summary>
    /// Reads each contribution's bytes from the first to the last, 128 at a time into four vectors, and computes next to
    /// nothing: whatever reads them all takes as long.
    /// </summary>
    public void Read()
    {
        foreach (var contribution in _contributions)
        {
            BitsRead |= Read(contribution.Payload.Bytes.Span);
        }
    }

    public void Mean() => TokenWeightedMean.Compute(new EncodedContributions(_contributions, _codec, _mean.Length), _mean);

    /// <summary>All that a shard does: the mean, its encoding, and the digest of that.</summary>
    public void Reduce() => _reducer.Reduce(_contributions, new Round(1), _owed).Aggregate.Dispose();

    public void Dispose()
    {
        foreach (var contribution in _contributions)
        {
            contribution.Dispose();
        }
    }

    private static ulong Read(ReadOnlySpan<byte> bytes)
    {
        const int Step = 4 * 32;
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var (bits0, bits1) = (Vector256<byte>.Zero, Vector256<byte>.Zero);
        var (bits2, bits3) = (Vector256<byte>.Zero, Vector256<byte>.Zero);
        for (var index = 0; index <= bytes.Length - Step; index += Step)
        {
            bits0 |= Vector256.LoadUnsafe(ref first, (nuint)index);
            bits1 |= Vector256.LoadUnsafe(ref first, (nuint)index + 32);
            bits2 |= Vector256.LoadUnsafe(ref first, (nuint)index + 64);
            bits3 |= Vector256.LoadUnsafe(ref first, (nuint)index + 96);
        }

        return (bits0 | bits1 | bits2 | bits3).AsUInt64().ToScalar();
    }

    // No two weigh the same, and none a power of two.
    private static ContributionHeader Header(int worker) =>
        new(new FragmentId(0), new Round(1), new Term(1), new WorkerId(worker), new Incarnation(1), 10_007 + worker, 1)
        {
            Weight = 10_007 + worker,
        };

    private static Payload Encode(ITensorFormat format, ReadOnlySpan<float> values)
    {
        var length = format.EncodedLength(values.Length);
        var memory = MemoryPool<byte>.Shared.Rent(length);
        var encoded = memory.Memory.Span[..length];
        if (format is IContractiveCodec contractive)
        {
            contractive.EncodeAndSubtract(values.ToArray(), encoded);
        }
        else
        {
            ((ITensorCodec)format).Encode(values, encoded);
        }

        return new Payload(memory, length);
    }
}
