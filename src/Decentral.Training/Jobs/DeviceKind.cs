using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>Where the tensors live.</summary>
public enum DeviceKind
{
    /// <summary>CUDA where libtorch has it and a device is there, otherwise the CPU.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>The CPU.</summary>
    [JsonStringEnumMemberName("cpu")]
    Cpu,

    /// <summary>The first CUDA device.</summary>
    [JsonStringEnumMemberName("cuda")]
    Cuda,
}
