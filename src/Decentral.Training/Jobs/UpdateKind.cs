using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>What a worker sends.</summary>
public enum UpdateKind
{
    /// <summary>
    /// The gradient of one step; the shard reduces, and every worker runs its inner optimizer on the clipped mean.
    /// </summary>
    [JsonStringEnumMemberName("gradient")]
    Gradient,

    /// <summary>
    /// Global parameters minus local ones after H inner steps, which the outer optimizer treats as a gradient.
    /// </summary>
    [JsonStringEnumMemberName("pseudo-gradient")]
    PseudoGradient,

    /// <summary>The local parameters themselves, whose mean becomes the global parameters.</summary>
    [JsonStringEnumMemberName("parameters")]
    Parameters,
}
