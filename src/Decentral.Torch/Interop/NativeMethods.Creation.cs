using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/creation.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_empty(ReadOnlySpan<long> sizes, int count, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_full(
        ReadOnlySpan<long> sizes, int count, NativeNumber value, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_zeros(ReadOnlySpan<long> sizes, int count, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_rand(ReadOnlySpan<long> sizes, int count, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_randn(ReadOnlySpan<long> sizes, int count, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_randint(
        long low, long high, ReadOnlySpan<long> sizes, int count, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_arange(
        NativeNumber start, NativeNumber stop, NativeNumber step, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_from_blob(
        nint data, ReadOnlySpan<long> sizes, int count, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_empty_like(TensorHandle self, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_full_like(TensorHandle self, NativeNumber value, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_rand_like(TensorHandle self, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_randn_like(TensorHandle self, NativeOptions options);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_to(
        TensorHandle self, NativeOptions options, [MarshalAs(UnmanagedType.U1)] bool copy,
        [MarshalAs(UnmanagedType.U1)] bool nonBlocking);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_clone(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_copy_(
        TensorHandle self, TensorHandle source, [MarshalAs(UnmanagedType.U1)] bool nonBlocking);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_set_(TensorHandle self, TensorHandle source);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_zero_(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_fill_(TensorHandle self, NativeNumber value);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_normal_(TensorHandle self, double mean, double std);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_uniform_(TensorHandle self, double from, double to);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_multinomial(
        TensorHandle self, long samples, [MarshalAs(UnmanagedType.U1)] bool replacement);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_manual_seed(long seed);
}
