using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Codecs;
using Decentral.Codecs.HalfPrecision;
using Decentral.Models.Optimizers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>
/// Contributions as they came. A block of one is decoded where and when its values are added up; values that travel as
/// they are, or as their upper halves, are read where they lie.
/// </summary>
internal sealed class EncodedContributions : IWeightedContributions
{
    private readonly ImmutableArray<Transferred<ContributionHeader>> _contributions;
    private readonly ImmutableArray<ITensorFormat> _formats;
    private readonly int _valueCount;

    /// <param name="contributions">In member order; the caller's, and not disposed of meanwhile.</param>
    /// <param name="up">How they are encoded.</param>
    /// <param name="valueCount">Of each.</param>
    /// <exception cref="InvalidDataException">One has another length.</exception>
    internal EncodedContributions(
        ImmutableArray<Transferred<ContributionHeader>> contributions, CodecStages up, int valueCount)
    {
        _contributions = contributions;
        _valueCount = valueCount;
        _formats = [.. contributions.Select(contribution => up.At(contribution.Header.Round))];
        for (var index = 0; index < contributions.Length; index++)
        {
            var (bytes, format) = (contributions[index].Payload.Bytes.Length, _formats[index]);
            if (bytes != format.EncodedLength(valueCount))
            {
                throw Fault(
                    index, $"has {bytes} bytes; {valueCount} values in {format.Name} take {format.EncodedLength(valueCount)}");
            }
        }

        BlockLength = _formats.Select(format => format.BlockLength).Distinct().Aggregate(1, CommonMultiple);
    }

    /// <inheritdoc />
    public int Count => _contributions.Length;

    /// <inheritdoc />
    public int BlockLength { get; }

    /// <inheritdoc />
    public long WeightOf(int contribution) => _contributions[contribution].Header.Weight;

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">It does not decode.</exception>
    public ReadOnlySpan<float> Read(int contribution, int start, Span<float> room)
    {
        var format = _formats[contribution];
        var encoded = BytesOf(contribution, start, room.Length);
        if (format is Fp32Codec)
        {
            return Fp32Codec.ValuesIn(encoded);
        }

        return format.TryDecode(encoded, room) ? room : throw Fault(contribution, $"is not what {format.Name} encodes");
    }

    /// <inheritdoc />
    public bool TryReadHalves(int contribution, int start, int count, out ReadOnlySpan<ushort> halves)
    {
        var isHalves = _formats[contribution] is Bf16Codec;
        halves = isHalves ? Bf16Codec.HalvesIn(BytesOf(contribution, start, count)) : [];
        return isHalves;
    }

    private ReadOnlySpan<byte> BytesOf(int contribution, int start, int count)
    {
        var format = _formats[contribution];
        return _contributions[contribution].Payload.Bytes.Span.Slice(format.EncodedLength(start), format.EncodedLength(count));
    }

    /// <summary>Where this is as long as all values, or longer, they are one block.</summary>
    private int CommonMultiple(int first, int second)
    {
        var (divisor, rest) = (first, second);
        while (rest != 0)
        {
            (divisor, rest) = (rest, divisor % rest);
        }

        return (int)Math.Min((long)first / divisor * second, Math.Max(_valueCount, 1));
    }

    private InvalidDataException Fault(int index, string fault)
    {
        var header = _contributions[index].Header;
        return new InvalidDataException($"The contribution of {header.Worker} to round {header.Round} {fault}.");
    }
}
