using System.Runtime.CompilerServices;
using Decentral.Codecs.Blocks;

namespace Decentral.Codecs.Sparse;

/// <summary>
/// The k values of greatest magnitude in each chunk of 4,096, as in SparseLoCo (arXiv:2508.15706); all others are 0.
/// Equal magnitudes go to the lowest index. ‖x − C(x)‖² is at most (1 − k / 4096) ‖x‖² when the selected values are
/// sent as they are.
/// </summary>
/// <remarks>
/// A chunk is its indices (<see cref="EliasFano"/>, ascending) and then its values in that order, in a format of their
/// own. A last chunk of n values keeps k n / 4096 of them, rounded up. Indices that do not ascend or lie outside of the
/// chunk are refused. Whether the values are finite is the receiver's question, as with every format. NaN counts as 0,
/// an infinity as the greatest finite value.
/// </remarks>
public sealed class TopKCodec : ContractiveBlockCodec
{
    /// <summary>Values in a chunk.</summary>
    public const int ChunkLength = 4096;

    /// <summary>What SparseLoCo keeps of a chunk: 1.6 %.</summary>
    public const int DefaultKept = 64;

    private readonly SelectedValues _values;

    /// <summary>Values that are rounded, or kept as they are.</summary>
    /// <param name="kept">Values kept of a chunk, from 1 to 4,096.</param>
    /// <param name="values">How they travel.</param>
    public TopKCodec(int kept, ITensorCodec values)
        : this(kept, new SelectedValues(values))
    {
    }

    /// <summary>Values of which little more than the gist is kept.</summary>
    /// <param name="kept">Values kept of a chunk, from 1 to 4,096.</param>
    /// <param name="values">How they travel.</param>
    public TopKCodec(int kept, IContractiveCodec values)
        : this(kept, new SelectedValues(values))
    {
    }

    private TopKCodec(int kept, SelectedValues values)
        : base(ChunkLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kept, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, ChunkLength);
        Kept = kept;
        _values = values;
        Name = values.Format is Fp32Codec ? "top-k" : $"top-k-{values.Format.Name}";
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <summary>Values kept of a whole chunk.</summary>
    public int Kept { get; }

    /// <summary>How the values travel.</summary>
    public ITensorFormat Values => _values.Format;

    /// <summary>Values kept of a chunk for a share of all of them.</summary>
    /// <param name="density">Above 0, at most 1.</param>
    /// <returns>The nearest number, at least 1.</returns>
    public static int KeptAt(double density)
    {
        if (!(density is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(density), density, "A density is above 0 and at most 1.");
        }

        return Math.Max(1, (int)Math.Round(density * ChunkLength));
    }

    private protected override int BytesOf(int valueCount)
    {
        var kept = KeptOf(valueCount);
        return EliasFano.BytesOf(kept, valueCount) + _values.Format.EncodedLength(kept);
    }

    [SkipLocalsInit]
    private protected override void EncodeAndSubtractBlock(Span<float> values, Span<byte> destination)
    {
        Span<ushort> indices = stackalloc ushort[KeptOf(values.Length)];
        Span<float> selected = stackalloc float[indices.Length];
        TopKSelection.Select(values, indices);
        for (var rank = 0; rank < indices.Length; rank++)
        {
            selected[rank] = values[indices[rank]];
        }

        var indexBytes = EliasFano.BytesOf(indices.Length, values.Length);
        EliasFano.Encode(indices, values.Length, destination[..indexBytes]);
        _values.EncodeAndSubtract(selected, destination[indexBytes..]);
        for (var rank = 0; rank < indices.Length; rank++)
        {
            values[indices[rank]] = selected[rank];
        }
    }

    [SkipLocalsInit]
    private protected override bool TryDecodeBlock(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        Span<ushort> indices = stackalloc ushort[KeptOf(destination.Length)];
        Span<float> selected = stackalloc float[indices.Length];
        var indexBytes = EliasFano.BytesOf(indices.Length, destination.Length);
        if (!EliasFano.TryDecode(encoded[..indexBytes], destination.Length, indices)
            || !_values.Format.TryDecode(encoded[indexBytes..], selected))
        {
            return false;
        }

        destination.Clear();
        for (var rank = 0; rank < indices.Length; rank++)
        {
            destination[indices[rank]] = selected[rank];
        }

        return true;
    }

    private int KeptOf(int valueCount) => ((Kept * valueCount) + ChunkLength - 1) / ChunkLength;
}
