using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>A number on its way over the C ABI; mirrors <c>dt::Number</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeNumber(NumberKind Kind, long Whole, double Real);
