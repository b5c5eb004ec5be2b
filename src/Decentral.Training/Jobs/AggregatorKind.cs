using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>How a shard combines the contributions of a round.</summary>
public enum AggregatorKind
{
    /// <summary>
    /// The mean weighted by the tokens each contribution was trained on, summed in fp64 in member order and rounded
    /// once.
    /// </summary>
    [JsonStringEnumMemberName("mean")]
    Mean,
}
