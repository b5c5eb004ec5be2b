using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Imports of native/fused_attention.cpp.</summary>
internal static partial class NativeMethods
{
    [LibraryImport(TorchLibrary.Name)]
    internal static partial TensorHandle dt_fused_attention(
        TensorHandle qkv, long heads, long kvHeads, TensorHandle cos, TensorHandle sin);
}
