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
}
