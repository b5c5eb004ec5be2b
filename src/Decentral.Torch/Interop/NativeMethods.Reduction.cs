using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/reduction.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sum(TensorHandle self, int dtype);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_sum_dims(
        TensorHandle self, ReadOnlySpan<long> dims, int count, [MarshalAs(UnmanagedType.U1)] bool keepdim, int dtype);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mean(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_mean_dims(
        TensorHandle self, ReadOnlySpan<long> dims, int count, [MarshalAs(UnmanagedType.U1)] bool keepdim, int dtype);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_var_dims(
        TensorHandle self, ReadOnlySpan<long> dims, int count, [MarshalAs(UnmanagedType.U1)] bool unbiased,
        [MarshalAs(UnmanagedType.U1)] bool keepdim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_logsumexp(
        TensorHandle self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_cumsum(TensorHandle self, long dim, int dtype);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_max(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_min(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_max_dim(
        TensorHandle self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, Span<nint> output);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_min_dim(
        TensorHandle self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, Span<nint> output);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_argmax(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_argmax_dim(
        TensorHandle self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_argmin(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_argmin_dim(
        TensorHandle self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_topk(
        TensorHandle self, long k, long dim, [MarshalAs(UnmanagedType.U1)] bool largest,
        [MarshalAs(UnmanagedType.U1)] bool sorted, Span<nint> output);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_sort(
        TensorHandle self, long dim, [MarshalAs(UnmanagedType.U1)] bool descending,
        [MarshalAs(UnmanagedType.U1)] bool stable, Span<nint> output);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_all(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_any(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_norm(TensorHandle self, float p);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_norm_dim(
        TensorHandle self, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, float p);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_allclose(
        TensorHandle self, TensorHandle other, double rtol, double atol, [MarshalAs(UnmanagedType.U1)] bool equalNan);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_equal(TensorHandle self, TensorHandle other);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_item(TensorHandle self, out NativeNumber output);
}
