using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>Which layers a fragment holds.</summary>
public enum FragmentPattern
{
    /// <summary>Every so many-th layer (Streaming DiLoCo, arXiv:2501.18512).</summary>
    [JsonStringEnumMemberName("strided")]
    Strided,

    /// <summary>Layers that follow one another.</summary>
    [JsonStringEnumMemberName("sequential")]
    Sequential,
}
