using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>
/// For which tensors of a model a state is kept, and where. Packed by fragments of the model, a state is as long as the
/// parameters: what is not kept reads as zero and takes no value.
/// </summary>
internal sealed class StateLayout
{
    private static readonly byte[] Zeros = new byte[1 << 16];

    private readonly ImmutableArray<ArenaEntry?> _stored;

    /// <param name="model">All parameters.</param>
    /// <param name="keeps">Which of them have the state.</param>
    internal StateLayout(ArenaLayout model, Func<ArenaEntry, bool> keeps)
    {
        Model = model;
        bool[] isKept = [.. model.Entries.Select(keeps)];
        IsComplete = isKept.All(kept => kept);
        Storage = IsComplete ? model : Select(model, isKept);
        _stored = [.. model.Entries.Select((entry, index) => isKept[index] ? Storage[entry.Name] : null)];
    }

    /// <summary>All parameters.</summary>
    internal ArenaLayout Model { get; }

    /// <summary>The kept tensors, under their names: the layout of the values.</summary>
    internal ArenaLayout Storage { get; }

    /// <summary>Whether every tensor has the state; then <see cref="Storage"/> is the model's layout.</summary>
    internal bool IsComplete { get; }

    /// <summary>The part of the model that has the state.</summary>
    internal ArenaFragment Kept => new(Model, 0, [.. Join(KeptRanges())]);

    /// <summary>Where a tensor of the model is stored; null where its state is not kept.</summary>
    /// <param name="index">Of the tensor among the model's entries.</param>
    internal ArenaEntry? Stored(int index) => _stored[index];

    /// <summary>
    /// Where the packed elements [start, start + count) of a fragment of the model are stored, as far as they are.
    /// </summary>
    internal IEnumerable<(ArenaRange Range, int Packed)> Locate(ArenaFragment fragment, long start, int count)
    {
        var located = fragment.Locate(Model, start, count);
        return IsComplete ? located : located.SelectMany(part => LocateStored(part.Range, part.Packed));
    }

    /// <summary>Digest of the packed elements of all tensors, zeros where nothing is kept.</summary>
    /// <param name="append">Adds the elements of a stored range.</param>
    internal ContentDigest ComputeDigest(Action<IncrementalHash, ArenaRange> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var index = 0; index < _stored.Length; index++)
        {
            if (_stored[index] is { } stored)
            {
                foreach (var chunk in stored.Range.Chunks())
                {
                    append(hash, chunk);
                }
            }
            else
            {
                AppendZeros(hash, Model.Entries[index].Range.Length);
            }
        }

        return ContentDigest.Finish(hash);
    }

    private static ArenaLayout Select(ArenaLayout model, bool[] isKept)
    {
        var builder = new ArenaLayoutBuilder();
        for (var index = 0; index < isKept.Length; index++)
        {
            if (isKept[index])
            {
                var entry = model.Entries[index];
                builder.Add(entry.Name, entry.Shape.AsSpan(), entry.Layer);
            }
        }

        return builder.Build();
    }

    private static void AppendZeros(IncrementalHash hash, long count)
    {
        for (var bytes = count * sizeof(float); bytes > 0; bytes -= Zeros.Length)
        {
            hash.AppendData(Zeros, 0, (int)Math.Min(bytes, Zeros.Length));
        }
    }

    // As in a fragment, neighbours that touch are one range.
    private static List<ArenaRange> Join(IEnumerable<ArenaRange> ranges)
    {
        var joined = new List<ArenaRange>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && joined[^1].End == range.Offset)
            {
                CollectionsMarshal.AsSpan(joined)[^1] = new(joined[^1].Offset, joined[^1].Length + range.Length);
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    private IEnumerable<ArenaRange> KeptRanges() => Model.Entries
        .Where((entry, index) => _stored[index] is not null && entry.Range.Length > 0)
        .Select(entry => entry.Range);

    private IEnumerable<(ArenaRange Range, int Packed)> LocateStored(ArenaRange range, int packed)
    {
        for (var index = 0; index < _stored.Length; index++)
        {
            var entry = Model.Entries[index].Range;
            var (from, to) = (Math.Max(range.Offset, entry.Offset), Math.Min(range.End, entry.End));
            if (from < to && _stored[index] is { } stored)
            {
                var offset = stored.Range.Offset + from - entry.Offset;
                yield return (new ArenaRange(offset, to - from), packed + (int)(from - range.Offset));
            }
        }
    }
}
