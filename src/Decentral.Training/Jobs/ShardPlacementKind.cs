using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>Where the updates of a fragment are combined.</summary>
public enum ShardPlacementKind
{
    /// <summary>On the hub, which all updates go through.</summary>
    [JsonStringEnumMemberName("hub")]
    Hub,

    /// <summary>On the nodes that join, in proportion to their links. Each can falsify the fragments that it is given.</summary>
    [JsonStringEnumMemberName("members")]
    Members,
}
