using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/fused_activation.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_fused_bias_gelu(TensorHandle x, TensorHandle bias);

    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_fused_swiglu(TensorHandle x);
}
