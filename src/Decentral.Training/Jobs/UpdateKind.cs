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
    /// The greatest of gradients that were accumulated with a momentum (deep gradient compression); all step along the mean.
    /// </summary>
    [JsonStringEnumMemberName("velocity")]
    Velocity,

    /// <summary>
    /// Gradients until Adam's variance is frozen, and then the momentum with the worker's own gradient in it (1-bit Adam).
    /// </summary>
    [JsonStringEnumMemberName("momentum")]
    Momentum,

    /// <summary>
    /// Global parameters minus local ones after H inner steps, which the outer optimizer treats as a gradient.
    /// </summary>
    [JsonStringEnumMemberName("pseudo-gradient")]
    PseudoGradient,

    /// <summary>The local parameters themselves, whose mean becomes the global parameters.</summary>
    [JsonStringEnumMemberName("parameters")]
    Parameters,

    /// <summary>Nothing: one worker trains alone, in a pipeline of several machines.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
