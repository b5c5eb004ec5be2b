using System.Runtime.InteropServices;

namespace Decentral.Torch.Tests;

/// <summary>Floats outside the managed heap, as an arena has them.</summary>
internal sealed unsafe class NativeFloats : IDisposable
{
    private const nuint Alignment = 64;
    private readonly int _count;

    internal NativeFloats(params float[] values)
    {
        _count = values.Length;
        Address = (nint)NativeMemory.AlignedAlloc((nuint)_count * sizeof(float), Alignment);
        values.CopyTo(Values);
    }

    internal nint Address { get; }

    internal Span<float> Values => new((void*)Address, _count);

    public void Dispose() => NativeMemory.AlignedFree((void*)Address);

    internal float[] ToArray() => Values.ToArray();
}
