using System.Collections;
using System.Runtime.InteropServices;

namespace Decentral.Torch.Utils;

/// <summary>The elements of a tensor on the host, in row-major order whatever its strides.</summary>
/// <typeparam name="T">The .NET type of the elements.</typeparam>
public sealed class TensorAccessor<T> : IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (!tensor.is_cpu())
        {
            throw new InvalidOperationException($"Elements are read on the host: take cpu() of {tensor} first.");
        }

        _tensor = tensor;
    }

    public long Count => _tensor.numel();

    public unsafe T this[params long[] indices]
    {
        get => ((T*)_tensor.DataPointer)[Offset(indices)];
        set => ((T*)_tensor.DataPointer)[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var elements = new T[Count];
        CopyTo(elements);
        return elements;
    }

    public void CopyTo(T[] array, int arrayIndex = 0) => CopyTo(array.AsSpan(arrayIndex));

    public void CopyTo(Span<T> array)
    {
        using var dense = _tensor.contiguous();
        MemoryMarshal.Cast<byte, T>(dense.bytes).CopyTo(array);
    }

    /// <summary>Writes the first elements; the tensor must be contiguous.</summary>
    public void CopyFrom(ReadOnlySpan<T> array) => array.CopyTo(MemoryMarshal.Cast<byte, T>(_tensor.bytes));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long Offset(long[] indices)
    {
        var shape = _tensor.shape;
        var strides = _tensor.stride();
        if (indices.Length != shape.Length)
        {
            throw new ArgumentException($"{indices.Length} indices were given for {_tensor}.", nameof(indices));
        }

        var offset = 0L;
        for (var dim = 0; dim < shape.Length; dim++)
        {
            if ((ulong)indices[dim] >= (ulong)shape[dim])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), indices[dim], $"Dimension {dim} of {_tensor} has {shape[dim]} elements.");
            }

            offset += indices[dim] * strides[dim];
        }

        return offset;
    }
}
