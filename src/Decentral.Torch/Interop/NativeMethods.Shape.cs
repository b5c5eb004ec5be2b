using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/shape.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial long dt_dim(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial long dt_numel(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial long dt_element_size(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial long dt_storage_offset(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_dtype(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_device_type(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_device_index(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool dt_is_contiguous(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool dt_same(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial nint dt_data_ptr(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial void dt_sizes(TensorHandle self, Span<long> output);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial void dt_strides(TensorHandle self, Span<long> output);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_alias(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_view(TensorHandle self, ReadOnlySpan<long> sizes, int count);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_reshape(TensorHandle self, ReadOnlySpan<long> sizes, int count);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_flatten(TensorHandle self, long start, long end);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_transpose(TensorHandle self, long dim0, long dim1);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_permute(TensorHandle self, ReadOnlySpan<long> order, int count);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_contiguous(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_narrow(TensorHandle self, long dim, long start, long length);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_slice(TensorHandle self, long dim, long start, long finish, long step);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_select(TensorHandle self, long dim, long index);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_unsqueeze(TensorHandle self, long dim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_squeeze(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_squeeze_dim(TensorHandle self, long dim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_expand(TensorHandle self, ReadOnlySpan<long> sizes, int count);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_repeat(TensorHandle self, ReadOnlySpan<long> repeats, int count);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_repeat_interleave(TensorHandle self, long repeats, long dim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_roll(TensorHandle self, long shift, long dim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_triu(TensorHandle self, long diagonal);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_tril(TensorHandle self, long diagonal);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_split(TensorHandle self, long size, long dim, Span<nint> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_split_with_sizes(
        TensorHandle self, ReadOnlySpan<long> sizes, int count, long dim, Span<nint> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_chunk(TensorHandle self, long chunks, long dim, Span<nint> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_unbind(TensorHandle self, long dim, Span<nint> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_cat(ReadOnlySpan<nint> handles, int count, long dim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_stack(ReadOnlySpan<nint> handles, int count, long dim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_index_select(TensorHandle self, long dim, TensorHandle index);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_gather(TensorHandle self, long dim, TensorHandle index);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_scatter(
        TensorHandle self, long dim, TensorHandle index, TensorHandle source);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_scatter_(
        TensorHandle self, long dim, TensorHandle index, TensorHandle source);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_scatter_add(
        TensorHandle self, long dim, TensorHandle index, TensorHandle source);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_index_add_(
        TensorHandle self, long dim, TensorHandle index, TensorHandle source, NativeNumber alpha);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_masked_fill(TensorHandle self, TensorHandle mask, NativeNumber value);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_masked_fill_(TensorHandle self, TensorHandle mask, NativeNumber value);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_masked_select(TensorHandle self, TensorHandle mask);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_where(TensorHandle condition, TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_index(TensorHandle self, ReadOnlySpan<NativeIndex> indices, int count);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_index_put_(
        TensorHandle self, ReadOnlySpan<NativeIndex> indices, int count, TensorHandle value);
}
