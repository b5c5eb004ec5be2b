using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public static int get_num_threads() => NativeMethods.dt_get_num_threads();

    /// <summary>
    /// Sets the threads that one operation may use: libtorch's own loops for calls from this thread, and OpenBLAS's
    /// pool, which the whole process shares.
    /// </summary>
    public static void set_num_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(num, 1);
        Require(NativeMethods.dt_set_num_threads(num));
    }
}
