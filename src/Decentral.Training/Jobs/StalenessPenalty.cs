using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>What CO2 divides displacements by that arrive a round late.</summary>
public enum StalenessPenalty
{
    /// <summary>1 + how far the parameters have moved meanwhile / a step along the momentum.</summary>
    [JsonStringEnumMemberName("momentum")]
    Momentum,

    /// <summary>1 + how far the parameters have moved meanwhile / the length of the displacements.</summary>
    [JsonStringEnumMemberName("displacement")]
    Displacement,

    /// <summary>1.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
