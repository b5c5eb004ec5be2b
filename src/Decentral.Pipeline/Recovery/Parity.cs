namespace Decentral.Pipeline.Recovery;

/// <summary>
/// Makes parity, and rebuilds the one member of a group that is lost, bit for bit; see <see cref="ParityLayout"/>.
/// These take whole states in memory; with states of which only pieces are at hand, the same comes of <see
/// cref="ParityLayout.ChunkOf"/> and <see cref="XorKernel.Add"/> piece by piece, in any order.
/// </summary>
internal static class Parity
{
    /// <summary>The parity that one member stores.</summary>
    /// <param name="layout">Of the group.</param>
    /// <param name="holder">Which member.</param>
    /// <param name="data">Of all members, by index; the holder's own is not read.</param>
    /// <param name="parity"><see cref="ParityLayout.ParityLength"/> bytes, replaced.</param>
    internal static void Protect(
        ParityLayout layout, int holder, IReadOnlyList<ReadOnlyMemory<byte>> data, Span<byte> parity)
    {
        parity.Clear();
        for (var member = 0; member < layout.MemberCount; member++)
        {
            if (member != holder)
            {
                XorKernel.Add(parity, Chunk(layout, data[member], member, holder));
            }
        }
    }

    /// <summary>Why the parts cannot give back the erased member; null where they can.</summary>
    /// <param name="survivors">Of which each other member is to be there once, all of one stamp.</param>
    /// <param name="erased">Who is lost.</param>
    internal static string? FindObstacle(IReadOnlyList<ParityPart> survivors, int erased)
    {
        if (survivors.Count == 0)
        {
            return $"Nothing is left of the parity group of member {erased}.";
        }

        var first = survivors[0];
        return MissingOf(survivors, first.Lengths.Length, erased)
            ?? survivors.Select(part => MismatchOf(part, first)).FirstOrDefault(mismatch => mismatch is not null);
    }

    /// <summary>Gives back what the erased member held.</summary>
    /// <param name="survivors">Without an obstacle (<see cref="FindObstacle"/>).</param>
    /// <param name="erased">Who is lost.</param>
    /// <returns>Its part, in memory of its own.</returns>
    /// <exception cref="InvalidOperationException">There is an obstacle; the message says which.</exception>
    internal static ParityPart Rebuild(IReadOnlyList<ParityPart> survivors, int erased)
    {
        if (FindObstacle(survivors, erased) is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        var (_, stamp, lengths, _, _) = survivors[0];
        var layout = new ParityLayout(lengths);
        var parity = new byte[layout.ParityLength];
        var states = new ReadOnlyMemory<byte>[layout.MemberCount];
        foreach (var part in survivors)
        {
            states[part.Member] = part.Data;
        }

        Protect(layout, erased, states, parity);
        return new ParityPart(erased, stamp, lengths, RebuildData(layout, survivors, erased), parity);
    }

    private static byte[] RebuildData(ParityLayout layout, IReadOnlyList<ParityPart> survivors, int erased)
    {
        var data = new byte[layout.Lengths[erased]];
        var sum = new byte[layout.ParityLength];
        foreach (var holder in survivors)
        {
            holder.Parity.Span.CopyTo(sum);
            foreach (var other in survivors)
            {
                if (other.Member != holder.Member)
                {
                    XorKernel.Add(sum, Chunk(layout, other.Data, other.Member, holder.Member));
                }
            }

            var (offset, length) = layout.ChunkOf(erased, holder.Member);
            sum.AsSpan(0, (int)length).CopyTo(data.AsSpan((int)offset));
        }

        return data;
    }

    private static ReadOnlySpan<byte> Chunk(ParityLayout layout, ReadOnlyMemory<byte> data, int member, int holder)
    {
        var (offset, length) = layout.ChunkOf(member, holder);
        return data.Span.Slice((int)offset, (int)length);
    }

    private static string? MissingOf(IReadOnlyList<ParityPart> survivors, int memberCount, int erased)
    {
        for (var member = 0; member < memberCount; member++)
        {
            var found = survivors.Count(part => part.Member == member);
            var expected = member == erased ? 0 : 1;
            if (found != expected)
            {
                return $"To rebuild member {erased} of {memberCount}, {expected} part of member {member} is expected, "
                    + $"and {found} found.";
            }
        }

        return survivors.Count == memberCount - 1
            ? null
            : $"To rebuild member {erased} of {memberCount}, {memberCount - 1} parts are expected, and "
                + $"{survivors.Count} found.";
    }

    private static string? MismatchOf(ParityPart part, ParityPart first)
    {
        if (part.Stamp != first.Stamp)
        {
            return $"The parts do not belong together: that of member {part.Member} is of {part.Stamp}, that of member "
                + $"{first.Member} of {first.Stamp}.";
        }

        if (!part.Lengths.AsSpan().SequenceEqual(first.Lengths.AsSpan()))
        {
            return $"The parts do not belong together: members {part.Member} and {first.Member} differ in how long the "
                + $"group's data are ({string.Join(", ", part.Lengths)} and {string.Join(", ", first.Lengths)} bytes).";
        }

        var (data, parity) = (part.Lengths[part.Member], new ParityLayout(part.Lengths).ParityLength);
        return part.Data.Length == data && part.Parity.Length == parity
            ? null
            : $"The part of member {part.Member} is not whole: it has {part.Data.Length} of {data} bytes of data and "
                + $"{part.Parity.Length} of {parity} bytes of parity.";
    }
}
