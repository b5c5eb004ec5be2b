using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>
/// How the inner learning rate moves after its warm-up, as a function of the share of the budget that is used.
/// </summary>
public enum LearningRateScheduleKind
{
    /// <summary>Stays at its peak.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Falls along half a cosine to <see cref="InnerOptions.Floor"/> at the end of the budget.</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,

    /// <summary>
    /// Warm-up, stable, decay: stays at its peak, then falls linearly to <see cref="InnerOptions.Floor"/> over the
    /// last <see cref="InnerOptions.Decay"/> of the budget.
    /// </summary>
    [JsonStringEnumMemberName("wsd")]
    Wsd,
}
