using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Decentral.Models.Arenas;

/// <summary>
/// One contiguous, 64-byte-aligned fp32 buffer in native memory, with a layout. It has no finalizer: an arena that is
/// forgotten leaks rather than pull the memory from under a span or tensor that still looks at it, so its owner
/// disposes of it.
/// </summary>
public sealed unsafe class Arena : IDisposable
{
    private const int AlignmentBytes = ArenaLayout.Alignment * sizeof(float);

    private float* _memory;

    /// <summary>A buffer of zeros.</summary>
    /// <exception cref="OutOfMemoryException">The system has not that much memory.</exception>
    public Arena(ArenaLayout layout)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Arenas hold little-endian fp32; this processor is big-endian.");
        }

        Layout = layout;
        var bytes = checked((nuint)layout.Length * sizeof(float));
        _memory = (float*)NativeMemory.AlignedAlloc(bytes, AlignmentBytes);
        NativeMemory.Clear(_memory, bytes);
    }

    /// <summary>Which tensor lies where.</summary>
    public ArenaLayout Layout { get; }

    /// <summary>
    /// Address of the first element, for tensors that share the memory; valid until <see cref="Dispose"/>.
    /// </summary>
    public nint Address => (nint)Memory;

    private float* Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory == null, this);
            return _memory;
        }
    }

    /// <summary>The elements of a range, which may include padding; no longer than a span can be.</summary>
    /// <remarks>Valid until <see cref="Dispose"/>.</remarks>
    public Span<float> Span(ArenaRange range)
    {
        var (offset, length) = range;
        ArgumentOutOfRangeException.ThrowIfNegative(offset, nameof(range));
        ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(range));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, int.MaxValue, nameof(range));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Layout.Length - length, nameof(range));
        return new Span<float>(Memory + offset, (int)length);
    }

    /// <summary>The elements of a tensor of fewer than 2^31 elements, by its name or second name.</summary>
    public Span<float> Span(string name) => Span(Layout[name].Range);

    /// <summary>Copies elements of a fragment out, packed: ranges in order, no padding.</summary>
    /// <param name="fragment">Of this layout.</param>
    /// <param name="destination">Receives as many elements as it is long.</param>
    /// <param name="start">The first packed element to copy, for fragments longer than a span.</param>
    public void Read(ArenaFragment fragment, Span<float> destination, long start = 0)
    {
        foreach (var (range, packed) in fragment.Locate(Layout, start, destination.Length))
        {
            Span(range).CopyTo(destination.Slice(packed, (int)range.Length));
        }
    }

    /// <summary>Copies packed elements into a fragment: the inverse of <see cref="Read"/>.</summary>
    /// <param name="fragment">Of this layout.</param>
    /// <param name="source">As many elements as are to be replaced.</param>
    /// <param name="start">The first packed element to replace.</param>
    public void Write(ArenaFragment fragment, ReadOnlySpan<float> source, long start = 0)
    {
        foreach (var (range, packed) in fragment.Locate(Layout, start, source.Length))
        {
            source.Slice(packed, (int)range.Length).CopyTo(Span(range));
        }
    }

    /// <summary>Copies all elements of an arena with the same layout.</summary>
    public void CopyFrom(Arena source)
    {
        RequireSameLayout(source.Layout);
        Buffer.MemoryCopy(source.Memory, Memory, Layout.Length * sizeof(float), Layout.Length * sizeof(float));
    }

    /// <summary>Sets every element to zero.</summary>
    public void Clear() => NativeMemory.Clear(Memory, (nuint)Layout.Length * sizeof(float));

    /// <summary>
    /// SHA-256 of the little-endian fp32 elements of all tensors in order, padding left out: equal to the digest of the
    /// packed elements.
    /// </summary>
    public ContentDigest ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in Layout.Entries)
        {
            Append(hash, entry.Range);
        }

        return ContentDigest.Finish(hash);
    }

    /// <summary>The digest of one fragment's elements.</summary>
    public ContentDigest ComputeDigest(ArenaFragment fragment)
    {
        fragment.RequireLayout(Layout);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var range in fragment.Ranges)
        {
            Append(hash, range);
        }

        return ContentDigest.Finish(hash);
    }

    /// <summary>Euclidean norm over all tensors, in fp64 and in an order that does not depend on the machine.</summary>
    public double ComputeNorm()
    {
        var sum = 0.0;
        foreach (var entry in Layout.Entries)
        {
            foreach (var chunk in entry.Range.Chunks())
            {
                sum += FixedOrderNorm.SumOfSquares(Span(chunk));
            }
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Frees the memory. Spans and tensors over it must be gone.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    internal void RequireSameLayout(
        ArenaLayout other,
        [CallerArgumentExpression(nameof(other))] string? argument = null)
    {
        if (!ReferenceEquals(Layout, other) && Layout.Fingerprint != other.Fingerprint)
        {
            throw new ArgumentException(
                $"The arenas have different layouts: {Layout.Entries.Length} tensors with {Layout.ElementCount} " +
                $"elements here, {other.Entries.Length} with {other.ElementCount} there.",
                argument);
        }
    }

    private void Append(IncrementalHash hash, ArenaRange range)
    {
        foreach (var chunk in range.Chunks())
        {
            hash.AppendData(MemoryMarshal.AsBytes(Span(chunk)));
        }
    }
}
