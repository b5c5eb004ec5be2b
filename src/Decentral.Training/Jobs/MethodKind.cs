using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>The named combinations of the five choices; <see cref="MethodPreset"/> says what each stands for.</summary>
public enum MethodKind
{
    /// <summary>The mean gradient after every step.</summary>
    [JsonStringEnumMemberName("data-parallel")]
    DataParallel,

    /// <summary>Local SGD (arXiv:1805.09767): the mean of the parameters every H steps.</summary>
    [JsonStringEnumMemberName("local-sgd")]
    LocalSgd,

    /// <summary>DiLoCo (arXiv:2311.08105): pseudo-gradients every H steps, outer Nesterov.</summary>
    [JsonStringEnumMemberName("diloco")]
    Diloco,

    /// <summary>
    /// Streaming DiLoCo (arXiv:2501.18512): by fragments, in four bits, while the workers train on.
    /// </summary>
    [JsonStringEnumMemberName("streaming-diloco")]
    StreamingDiloco,

    /// <summary>CO2 (arXiv:2401.16265): every update is applied a round late, while the next one is trained.</summary>
    [JsonStringEnumMemberName("co2")]
    Co2,

    /// <summary>
    /// Asynchronous DiLoCo (arXiv:2401.09135): updates are applied as they come, with a delayed Nesterov momentum and, in a fleet of
    /// unequal machines, fewer steps of slower workers.
    /// </summary>
    [JsonStringEnumMemberName("async-diloco")]
    AsyncDiloco,

    /// <summary>
    /// Deep gradient compression (arXiv:1712.01887): a thousandth of each step's gradients, with the momentum at the workers.
    /// </summary>
    [JsonStringEnumMemberName("dgc")]
    Dgc,

    /// <summary>1-bit Adam (arXiv:2102.02888): one bit a value in both directions, once the variance has settled.</summary>
    [JsonStringEnumMemberName("one-bit-adam")]
    OneBitAdam,

    /// <summary>SparseLoCo (arXiv:2508.15706): the greatest values of pseudo-gradients in two bits, with error feedback.</summary>
    [JsonStringEnumMemberName("sparse-loco")]
    SparseLoco,

    /// <summary>MuLoCo (arXiv:2505.23725): DiLoCo whose workers step with Muon.</summary>
    [JsonStringEnumMemberName("muloco")]
    Muloco,

    /// <summary>One model in stages on several machines, which hand each other activations; nothing else is exchanged.</summary>
    [JsonStringEnumMemberName("pipeline")]
    Pipeline,
}
