namespace Decentral.Wire.Records;

/// <summary>
/// A record being read. A record is an array of its fields, to which later versions only append: fields that an older
/// writer lacks are to be asked for with <see cref="Has"/>, those that a newer one has beyond are passed over at the end.
/// </summary>
public readonly struct WireRecord
{
    /// <summary>A record within what is being read, which goes on afterwards.</summary>
    internal WireRecord(int count, int depth, in ReadingPlace outer)
    {
        Count = count;
        Depth = depth;
        Outer = outer;
    }

    /// <summary>Fields that its writer wrote.</summary>
    public int Count { get; }

    /// <summary>Records around it and itself.</summary>
    internal int Depth { get; }

    /// <summary>Where the reader is in what is around the record.</summary>
    internal ReadingPlace Outer { get; }

    /// <summary>Whether its writer wrote a field.</summary>
    /// <param name="index">From 0.</param>
    public bool Has(int index) => index < Count;
}
