using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Element type (negative: as the operation chooses) and place; mirrors <c>dt::Options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeOptions(int ElementType, int DeviceType, int DeviceIndex);
