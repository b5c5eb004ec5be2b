namespace Decentral.Models.Arenas;

/// <summary>Consecutive elements of an arena, counted in elements and not in bytes.</summary>
/// <param name="Offset">Index of the first.</param>
/// <param name="Length">How many; may exceed what one span can hold.</param>
public readonly record struct ArenaRange(long Offset, long Length)
{
    /// <summary>Index after the last element.</summary>
    public long End => Offset + Length;

    /// <summary>The same elements in order, in pieces that fit a span.</summary>
    /// <param name="maxLength">The length of every piece but the last.</param>
    public ArenaChunks Chunks(int maxLength = ArenaChunks.DefaultLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        return new ArenaChunks(this, maxLength);
    }
}
