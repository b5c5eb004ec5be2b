using System.Runtime.InteropServices;

namespace Decentral.Torch.Interop;

/// <summary>Owns one reference to a libtorch tensor; the finalizer gives it back when nobody disposed it.</summary>
internal sealed class TensorHandle : SafeHandle
{
    public TensorHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <summary>Stands for an optional tensor that was not given.</summary>
    internal static TensorHandle None { get; } = new();

    public override bool IsInvalid => handle == 0;

    internal static TensorHandle Own(nint pointer)
    {
        var owned = new TensorHandle();
        owned.SetHandle(pointer);
        return owned;
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.dt_release(handle);
        return true;
    }
}
