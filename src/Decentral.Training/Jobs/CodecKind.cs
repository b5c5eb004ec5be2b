using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>The form in which tensors travel.</summary>
public enum CodecKind
{
    /// <summary>IEEE single precision, little-endian: exact.</summary>
    [JsonStringEnumMemberName("fp32")]
    Fp32,
}
