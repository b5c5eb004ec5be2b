namespace Decentral.Torch;

/// <summary>Kinds of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    /// <summary>The host.</summary>
    CPU = 0,

    /// <summary>An NVIDIA (or, under ROCm, an AMD) accelerator.</summary>
    CUDA = 1,
}
