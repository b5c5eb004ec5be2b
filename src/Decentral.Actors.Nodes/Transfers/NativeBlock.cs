using System.Runtime.InteropServices;

namespace Decentral.Actors.Nodes.Transfers;

/// <summary>
/// Memory of the system's. Its pages are there once they have been written to, and are given back at once when it is
/// freed; memory of the collector's would stay until it runs, which a process that allocates little does not make it
/// do. One that is forgotten is freed by its finalizer.
/// </summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    private const int PageBytes = 4096;

    private readonly PayloadPool _pool;

    /// <param name="capacity">Bytes.</param>
    /// <param name="pool">Hears of its end.</param>
    public NativeBlock(nuint capacity, PayloadPool pool)
        : base(0, ownsHandle: true)
    {
        _pool = pool;
        Capacity = capacity;
        SetHandle((nint)NativeMemory.AlignedAlloc(capacity, PageBytes));
    }

    /// <summary>Bytes.</summary>
    public nuint Capacity { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>The first bytes of it.</summary>
    public Span<byte> Span(int length) => new((void*)handle, length);

    /// <summary>Where a byte of it is.</summary>
    public void* PointerTo(int index) => (byte*)handle + index;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        _pool.NoteFreed(Capacity);
        return true;
    }
}
