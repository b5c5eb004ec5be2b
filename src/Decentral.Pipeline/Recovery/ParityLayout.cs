using System.Collections.Immutable;

namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Where the parity of a group lies (RAIM5 of REFT, arXiv:2310.12670): the data of each of n members, thought to be
/// filled up with zeros to the longest, are cut into n - 1 equal chunks, one for each other member, who stores the
/// exclusive or of all chunks meant for it. So each member stores 1 / (n - 1) of the longest data besides its own, and
/// what any one member had, data and parity, follows from the rest.
/// </summary>
internal sealed class ParityLayout
{
    /// <param name="lengths">Bytes of each member's data; two members at least.</param>
    public ParityLayout(ImmutableArray<long> lengths)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lengths.Length, 2, nameof(lengths));
        ArgumentOutOfRangeException.ThrowIfNegative(lengths.Min(), nameof(lengths));
        Lengths = lengths;
        var (whole, rest) = Math.DivRem(lengths.Max(), lengths.Length - 1);
        ParityLength = whole + (rest == 0 ? 0 : 1);
    }

    /// <summary>Bytes of each member's data.</summary>
    public ImmutableArray<long> Lengths { get; }

    /// <summary>n.</summary>
    public int MemberCount => Lengths.Length;

    /// <summary>Bytes of parity that each member stores.</summary>
    public long ParityLength { get; }

    /// <summary>
    /// The part of a member's data that another's parity covers. It rotates: the member after <paramref name="member"/>
    /// has the first chunk, the one before it the last.
    /// </summary>
    /// <param name="member">Whose data, from 0.</param>
    /// <param name="holder">Whose parity; another one.</param>
    public ParityChunk ChunkOf(int member, int holder)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(member);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(member, MemberCount);
        ArgumentOutOfRangeException.ThrowIfNegative(holder);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(holder, MemberCount);
        ArgumentOutOfRangeException.ThrowIfEqual(holder, member);
        var index = (holder - member - 1 + MemberCount) % MemberCount;
        var length = Lengths[member];
        var offset = Math.Min(index * ParityLength, length);
        return new ParityChunk(offset, Math.Min(ParityLength, length - offset));
    }
}
