using System.Collections.Immutable;

namespace Decentral.Models.Arenas;

/// <summary>One tensor's place in an arena.</summary>
public sealed class ArenaEntry
{
    internal ArenaEntry(string name, ImmutableArray<long> shape, int? layer, long offset, long elementCount)
    {
        Name = name;
        Shape = shape;
        Layer = layer;
        Range = new ArenaRange(offset, elementCount);
    }

    /// <summary>Unique in its layout, in the words of the model: <c>h.0.attn.c_attn.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Row-major dimensions; empty for a scalar, a zero makes the tensor empty.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>
    /// Index of the decoder layer that the tensor belongs to; null for embeddings, the last norm and the head.
    /// </summary>
    public int? Layer { get; }

    /// <summary>Where its elements are; the offset is a multiple of <see cref="ArenaLayout.Alignment"/>.</summary>
    public ArenaRange Range { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}] at {Range.Offset}";
}
