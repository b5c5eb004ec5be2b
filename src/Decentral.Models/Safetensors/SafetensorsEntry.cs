using System.Collections.Immutable;

namespace Decentral.Models.Safetensors;

/// <summary>A tensor in a file, as its header describes it and as the file was checked to hold it.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Dtype">Type of its elements.</param>
/// <param name="Shape">Row-major dimensions; empty for a scalar.</param>
/// <param name="ElementCount">Product of the dimensions.</param>
/// <param name="Offset">Position of its first byte in the file.</param>
public sealed record SafetensorsEntry(
    string Name,
    SafetensorsDtype Dtype,
    ImmutableArray<long> Shape,
    long ElementCount,
    long Offset)
{
    /// <summary>Bytes of the tensor; they fit 63 bits because the file holds them.</summary>
    public long ByteLength => ElementCount * Dtype.SizeInBytes();
}
