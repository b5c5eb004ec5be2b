using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/runtime.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial nint dt_take_error();

    [LibraryImport(TorchLibrary.Name)]
    internal static partial void dt_release(nint handle);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial long dt_live_tensors();

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_kernel_level(Span<byte> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_choose_kernel_level(ReadOnlySpan<byte> level);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_version(Span<byte> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_blas_name(Span<byte> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_blas_path(Span<byte> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_get_num_threads();

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_set_num_threads(int count);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_get_blas_threads();

    [LibraryImport(TorchLibrary.Name)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool dt_cuda_available();

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_cuda_device_count();

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_cuda_device_name(int index, Span<byte> output, int capacity);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_cuda_synchronize(int index);
}
