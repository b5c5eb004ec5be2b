using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>How the shared parameters move once a round's contributions are combined.</summary>
public enum OuterOptimizerKind
{
    /// <summary>
    /// There is no outer step: the combination is what is published (mean gradient or mean parameters).
    /// </summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>θ ← θ − η Δ.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,

    /// <summary>v ← μ v + Δ; θ ← θ − η (Δ + μ v): PyTorch's form, as in every public DiLoCo.</summary>
    [JsonStringEnumMemberName("nesterov")]
    Nesterov,

    /// <summary>
    /// Nesterov for updates that are applied as they arrive (arXiv:2401.09135): each moves the parameters by its share, and the momentum
    /// moves with every so many.
    /// </summary>
    [JsonStringEnumMemberName("delayed-nesterov")]
    DelayedNesterov,

    /// <summary>
    /// CO2's (arXiv:2401.16265): displacements that are a round late, divided by a penalty for that, through a clipped momentum.
    /// </summary>
    [JsonStringEnumMemberName("co2")]
    Co2,
}
