using System.Runtime.InteropServices;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// One value a parameter that an inner optimizer keeps between steps: a named section of a snapshot. It goes in and out
/// packed by fragments of the model, as the parameters do.
/// </summary>
public sealed class OptimizerState : IDisposable
{
    private readonly StateLayout _layout;

    /// <summary>A state of zeros.</summary>
    internal OptimizerState(string name, StateLayout layout)
    {
        Name = name;
        _layout = layout;
        Values = new Arena(layout.Storage);
    }

    /// <summary>Unique in its optimizer.</summary>
    public string Name { get; }

    /// <summary>
    /// The tensors that the state is kept for. Elsewhere it reads as zero and what is written is dropped, so that a
    /// snapshot may hold all elements or only these.
    /// </summary>
    public ArenaFragment Kept => _layout.Kept;

    /// <summary>The kept tensors under their names; owned by the optimizer.</summary>
    internal Arena Values { get; }

    /// <summary>Copies elements of a fragment out.</summary>
    /// <param name="fragment">Of the model's layout.</param>
    /// <param name="destination">Receives as many elements as it is long.</param>
    /// <param name="start">The first packed element, for fragments longer than a span.</param>
    public void Read(ArenaFragment fragment, Span<float> destination, long start = 0)
    {
        destination.Clear();
        foreach (var (range, packed) in _layout.Locate(fragment, start, destination.Length))
        {
            Values.Span(range).CopyTo(destination.Slice(packed, (int)range.Length));
        }
    }

    /// <summary>Replaces elements of a fragment: the inverse of <see cref="Read"/>.</summary>
    public void Write(ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0)
    {
        foreach (var (range, packed) in _layout.Locate(fragment, start, source.Length))
        {
            source.Slice(packed, (int)range.Length).CopyTo(Values.Span(range));
        }
    }

    /// <summary>Digest of the packed elements of the whole model.</summary>
    public ContentDigest ComputeDigest() => _layout.ComputeDigest(
        (hash, range) => hash.AppendData(MemoryMarshal.AsBytes(Values.Span(range))));

    /// <summary>Where a tensor's elements are in <see cref="Values"/>.</summary>
    /// <param name="index">Of a kept tensor among the model's entries.</param>
    /// <param name="chunk">A part of that tensor, in the model.</param>
    internal Span<float> Span(int index, ArenaRange chunk)
    {
        var shift = _layout.Stored(index)!.Range.Offset - _layout.Model.Entries[index].Range.Offset;
        return Values.Span(new ArenaRange(chunk.Offset + shift, chunk.Length));
    }

    /// <summary>Frees the values.</summary>
    public void Dispose() => Values.Dispose();
}
