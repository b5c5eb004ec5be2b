using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Models.Arenas;

namespace Decentral.Models.Safetensors;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Dtype">Type of its elements.</param>
/// <param name="Shape">Row-major dimensions.</param>
/// <param name="WriteTo">Writes the elements, little-endian, exactly as many bytes as type and shape say.</param>
public sealed record SafetensorsTensor(
    string Name,
    SafetensorsDtype Dtype,
    ImmutableArray<long> Shape,
    Action<Stream> WriteTo)
{
    /// <summary>Elements of an arena, which must live and stay as they are until they are written.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="arena">Holds the elements.</param>
    /// <param name="entry">Which of them, and their shape.</param>
    public static SafetensorsTensor From(string name, Arena arena, ArenaEntry entry) => new(
        name,
        SafetensorsDtype.F32,
        entry.Shape,
        stream =>
        {
            foreach (var chunk in entry.Range.Chunks())
            {
                stream.Write(MemoryMarshal.AsBytes(arena.Span(chunk)));
            }
        });

    /// <summary>fp32 elements in memory.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">Whose product is the number of elements.</param>
    /// <param name="values">Row-major; must stay as they are until they are written.</param>
    public static SafetensorsTensor From(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<float> values) => new(
        name,
        SafetensorsDtype.F32,
        [.. shape],
        stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));
}
