using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>The optimizer that each worker steps its own replica with.</summary>
public enum InnerOptimizerKind
{
    /// <summary>Adam with decoupled weight decay (arXiv:1711.05101).</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>
    /// Muon for the matrices of the layers, AdamW for embeddings, head and vectors, with one learning rate (MuLoCo, arXiv:2505.23725).
    /// </summary>
    [JsonStringEnumMemberName("muon")]
    Muon,

    /// <summary>AdamW whose step is as long as each tensor is large (arXiv:1904.00962).</summary>
    [JsonStringEnumMemberName("lamb")]
    Lamb,

    /// <summary>Gradient descent without a momentum.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,
}
