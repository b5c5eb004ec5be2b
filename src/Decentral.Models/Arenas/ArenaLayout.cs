using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Decentral.Models.Arenas;

/// <summary>
/// Which tensor lies where in a flat fp32 buffer. Entries follow one another in the order of the model, each on a
/// 64-byte boundary; the padding between them is zero and belongs to no norm, digest, fragment or codec. A tied tensor
/// is one entry with two names.
/// </summary>
public sealed class ArenaLayout
{
    /// <summary>
    /// Elements between two permitted offsets: 64 bytes, a cache line and the widest vector register.
    /// </summary>
    public const int Alignment = 16;

    private readonly FrozenDictionary<string, ArenaEntry> _byName;

    internal ArenaLayout(
        ImmutableArray<ArenaEntry> entries,
        ImmutableArray<KeyValuePair<string, string>> ties,
        long length)
    {
        Entries = entries;
        Ties = ties;
        Length = length;
        ElementCount = entries.Sum(entry => entry.Range.Length);
        var byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (alias, name) in ties)
        {
            byName.Add(alias, byName[name]);
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Fingerprint = ContentDigest.Of(Encoding.UTF8.GetBytes(Describe()));
    }

    /// <summary>Every tensor once, by rising offset.</summary>
    public ImmutableArray<ArenaEntry> Entries { get; }

    /// <summary>Second names of tied tensors, and the entry that each stands for.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Ties { get; }

    /// <summary>Elements of a buffer with this layout, padding included.</summary>
    public long Length { get; }

    /// <summary>Elements that belong to a tensor, a tied one counted once.</summary>
    public long ElementCount { get; }

    /// <summary>
    /// Digest of all names, shapes, offsets and ties: equal where two members lay out the same model alike.
    /// </summary>
    public ContentDigest Fingerprint { get; }

    /// <summary>The entry known by <paramref name="name"/>, which may be its second name.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has that name.</exception>
    public ArenaEntry this[string name] => TryFind(name, out var entry)
        ? entry
        : throw new KeyNotFoundException(
            $"No tensor is named '{name}'; this layout has {Entries.Length} tensors, the first is " +
            $"'{Entries.FirstOrDefault()?.Name}'.");

    /// <summary>Looks up a tensor by its name or second name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out ArenaEntry? entry) => _byName.TryGetValue(name, out entry);

    private string Describe()
    {
        var text = new StringBuilder();
        foreach (var entry in Entries)
        {
            text.Append(entry).Append('\n');
        }

        foreach (var (alias, name) in Ties)
        {
            text.Append(alias).Append(" = ").Append(name).Append('\n');
        }

        return text.ToString();
    }
}
