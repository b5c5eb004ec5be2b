using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/functional.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_embedding(TensorHandle weight, TensorHandle indices);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_linear(TensorHandle input, TensorHandle weight, TensorHandle bias);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_layer_norm(
        TensorHandle input, ReadOnlySpan<long> shape, int count, TensorHandle weight, TensorHandle bias, double eps);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_gelu(TensorHandle input, [MarshalAs(UnmanagedType.U1)] bool tanh);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_silu(TensorHandle input);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_softmax(TensorHandle input, long dim, int dtype);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_log_softmax(TensorHandle input, long dim, int dtype);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_cross_entropy(
        TensorHandle input, TensorHandle target, TensorHandle weight, long ignoreIndex, long reduction,
        double labelSmoothing);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_dropout(
        TensorHandle input, double p, [MarshalAs(UnmanagedType.U1)] bool train);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_scaled_dot_product_attention(
        TensorHandle query, TensorHandle key, TensorHandle value, TensorHandle mask, double p,
        [MarshalAs(UnmanagedType.U1)] bool isCausal);
}
