using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public static class cuda
    {
        public static bool is_available() => NativeMethods.dt_cuda_available();

        public static int device_count() => NativeMethods.dt_cuda_device_count();

        /// <summary>Waits until everything that was started on the device is done.</summary>
        public static void synchronize(Device? device = null) =>
            Require(NativeMethods.dt_cuda_synchronize(device?.index ?? -1));
    }
}
