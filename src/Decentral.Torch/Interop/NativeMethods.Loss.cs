using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/fused_loss.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_fused_linear_cross_entropy(
        TensorHandle hidden, TensorHandle weight, TensorHandle targets, long ignored, long reduction);
}
