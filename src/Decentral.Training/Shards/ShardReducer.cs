using System.Buffers;
using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Codecs.Feedback;
using Decentral.Models;
using Decentral.Models.Optimizers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Shards;

/// <summary>
/// Combines the contributions to a fragment: takes their token-weighted mean (fp64 in member order, rounded once), for
/// which they are decoded a block at a time, and encodes it. Whatever is published is this encoding; what it leaves is owed in the next round.
/// </summary>
/// <param name="valueCount">Elements of the fragment.</param>
/// <param name="up">How contributions are encoded.</param>
/// <param name="down">How the aggregate is encoded.</param>
public sealed class ShardReducer(int valueCount, CodecStages up, CodecStages down)
{
    /// <summary>Values that are owed from round to round: none where the codec leaves nothing.</summary>
    public int OwedLength => down.KeepsBack ? valueCount : 0;

    /// <summary>Bytes of an encoded contribution.</summary>
    public int ContributionLength(Round round) => up.At(round).EncodedLength(valueCount);

    /// <summary>The Euclidean norm of a contribution; not finite where one of its values is not, or it does not decode.</summary>
    /// <param name="round">Of the contribution.</param>
    /// <param name="contribution">Of <see cref="ContributionLength"/> bytes.</param>
    internal double NormOf(Round round, ReadOnlySpan<byte> contribution)
    {
        using var buffer = MemoryPool<float>.Shared.Rent(valueCount);
        var values = buffer.Memory.Span[..valueCount];
        return up.At(round).TryDecode(contribution, values) && FiniteCheck.AreFinite(values)
            ? GradientClipping.NormOf(values)
            : double.NaN;
    }

    /// <summary>Reduces contributions, in the order given.</summary>
    /// <param name="contributions">In member order; at least one, with the lengths of <see cref="ContributionLength"/>.</param>
    /// <param name="round">Theirs.</param>
    /// <param name="owed">As many values as <see cref="OwedLength"/>; replaced by what is owed after the round.</param>
    /// <returns>The encoded aggregate and its digest.</returns>
    internal (Payload Aggregate, string Digest) Reduce(
        ImmutableArray<Transferred<ContributionHeader>> contributions, Round round, Memory<float> owed)
    {
        using var buffer = MemoryPool<float>.Shared.Rent(valueCount);
        var mean = buffer.Memory.Span[..valueCount];
        TokenWeightedMean.Compute(new EncodedContributions(contributions, up, valueCount), mean);
        return Encode(mean, round, owed);
    }

    private (Payload Aggregate, string Digest) Encode(ReadOnlySpan<float> mean, Round round, Memory<float> owed)
    {
        var length = down.At(round).EncodedLength(valueCount);
        var memory = MemoryPool<byte>.Shared.Rent(length);
        var encoded = memory.Memory.Span[..length];
        TensorEncoders.For(down.At(round), owed).Encode(mean, encoded);
        return (new Payload(memory, length), ContentDigest.Of(encoded).ToString());
    }
}
