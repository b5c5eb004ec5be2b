using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/fused_norm.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial int dt_fused_add_norm(
        TensorHandle x, TensorHandle residual, TensorHandle weight, TensorHandle bias,
        [MarshalAs(UnmanagedType.U1)] bool centred, double eps, Span<nint> output);
}
