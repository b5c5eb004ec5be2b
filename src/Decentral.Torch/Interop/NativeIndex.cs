using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>One place between the brackets of an indexer; mirrors <c>Index</c> in shape.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeIndex(long Kind, long Start, long Stop, long Step, nint Tensor)
{
    /// <summary>A bound of a slice that was left out.</summary>
    internal const long Absent = long.MinValue;
}
