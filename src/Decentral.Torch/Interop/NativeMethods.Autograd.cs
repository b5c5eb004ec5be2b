using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/autograd.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool dt_is_leaf(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool dt_requires_grad(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_set_requires_grad(
        TensorHandle self, [MarshalAs(UnmanagedType.U1)] bool requiresGrad);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_retain_grad(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_set_data(TensorHandle self, TensorHandle data);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_detach(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_detach_(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_grad(TensorHandle self);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_set_grad(TensorHandle self, TensorHandle grad);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_backward(
        TensorHandle self, TensorHandle gradient, [MarshalAs(UnmanagedType.U1)] bool retainGraph,
        [MarshalAs(UnmanagedType.U1)] bool createGraph);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_autograd_grad(
        ReadOnlySpan<nint> outputs, int outputCount, ReadOnlySpan<nint> inputs, int inputCount,
        ReadOnlySpan<nint> gradOutputs, int gradOutputCount, [MarshalAs(UnmanagedType.U1)] bool retainGraph,
        [MarshalAs(UnmanagedType.U1)] bool createGraph, [MarshalAs(UnmanagedType.U1)] bool allowUnused,
        Span<nint> output);

    [LibraryImport(TorchLibrary.Name)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool dt_grad_enabled();

    [LibraryImport(TorchLibrary.Name)]
    internal static partial void dt_set_grad_enabled([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial nint dt_inference_guard([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial void dt_free_inference_guard(nint guard);
}
