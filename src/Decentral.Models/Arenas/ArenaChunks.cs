namespace Decentral.Models.Arenas;

/// <summary>The pieces of a range, in order; for <c>foreach</c>, without allocation.</summary>
public struct ArenaChunks
{
    /// <summary>
    /// The piece on which reductions are defined: sums over an arena are formed per piece and then added up, so that
    /// this number is part of their rounding.
    /// </summary>
    public const int DefaultLength = 1 << 20;

    private readonly ArenaRange _range;
    private readonly int _maxLength;

    internal ArenaChunks(ArenaRange range, int maxLength)
    {
        _range = range;
        _maxLength = maxLength;
        Current = new ArenaRange(range.Offset, 0);
    }

    /// <summary>The piece reached by the last <see cref="MoveNext"/>.</summary>
    public ArenaRange Current { get; private set; }

    /// <summary>These pieces, from the beginning.</summary>
    public readonly ArenaChunks GetEnumerator() => new(_range, _maxLength);

    /// <summary>Goes to the next piece; false after the last.</summary>
    public bool MoveNext()
    {
        var offset = Current.End;
        Current = new ArenaRange(offset, Math.Min(_maxLength, _range.End - offset));
        return Current.Length > 0;
    }
}
