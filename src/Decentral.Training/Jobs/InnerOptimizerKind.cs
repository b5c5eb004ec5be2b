using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>The optimizer that each worker steps its own replica with.</summary>
public enum InnerOptimizerKind
{
    /// <summary>Adam with decoupled weight decay (arXiv:1711.05101).</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,
}
