using System.Collections.Immutable;

namespace Decentral.Models.Arenas;

/// <summary>Collects the tensors of a model in order and gives each its place.</summary>
public sealed class ArenaLayoutBuilder
{
    private readonly ImmutableArray<ArenaEntry>.Builder _entries = ImmutableArray.CreateBuilder<ArenaEntry>();
    private readonly ImmutableArray<KeyValuePair<string, string>>.Builder _ties =
        ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();

    private readonly Dictionary<string, ArenaEntry> _byName = new(StringComparer.Ordinal);
    private long _length;

    /// <summary>Appends a tensor at the next 64-byte boundary.</summary>
    /// <param name="name">Not yet used.</param>
    /// <param name="shape">Dimensions of 0 or more.</param>
    /// <param name="layer">Index of its decoder layer; null outside the layers.</param>
    /// <exception cref="ArgumentException">The name is taken, or the tensor does not fit 64-bit byte
    /// offsets.</exception>
    public ArenaLayoutBuilder Add(string name, ReadOnlySpan<long> shape, int? layer = null)
    {
        var entry = new ArenaEntry(name, [.. shape], layer, _length, CountElements(name, shape));
        Name(name, entry);
        _entries.Add(entry);
        _length = AlignUp(entry.Range.End);
        return this;
    }

    /// <summary>Gives an entry a second name: both stand for the same elements.</summary>
    /// <param name="alias">Not yet used.</param>
    /// <param name="name">A tensor that was added before.</param>
    public ArenaLayoutBuilder Tie(string alias, string name)
    {
        if (!_byName.TryGetValue(name, out var entry))
        {
            throw new ArgumentException(
                $"'{alias}' cannot be tied to '{name}': no tensor of that name was added.", nameof(name));
        }

        Name(alias, entry);
        _ties.Add(KeyValuePair.Create(alias, entry.Name));
        return this;
    }

    /// <summary>The layout of what was added so far.</summary>
    public ArenaLayout Build() => new(_entries.ToImmutable(), _ties.ToImmutable(), _length);

    private static long AlignUp(long offset) =>
        (offset + ArenaLayout.Alignment - 1) / ArenaLayout.Alignment * ArenaLayout.Alignment;

    private long CountElements(string name, ReadOnlySpan<long> shape)
    {
        const long MaxLength = (long.MaxValue / sizeof(float)) - ArenaLayout.Alignment;
        Int128 count = 1;
        foreach (var dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            count *= dimension;
            if (count > MaxLength - _length)
            {
                throw new ArgumentException(
                    $"Tensor '{name}' of shape [{string.Join(", ", shape.ToArray())}] ends beyond the " +
                    $"{MaxLength} elements that an arena can hold.",
                    nameof(shape));
            }
        }

        return (long)count;
    }

    private void Name(string name, ArenaEntry entry)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_byName.TryAdd(name, entry))
        {
            throw new ArgumentException($"Two tensors are named '{name}'; names in a layout are unique.", nameof(name));
        }
    }
}
