using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>In which order a stage takes the passes of a step.</summary>
public enum PipelineScheduleKind
{
    /// <summary>All forward passes, then all backward passes (GPipe, arXiv:1811.06965): a stage holds every microbatch at once.</summary>
    Gpipe,

    /// <summary>
    /// One forward pass, one backward pass (PipeDream-Flush, arXiv:2006.09503): the same bubble, and stage i of p holds p - i
    /// microbatches at most.
    /// </summary>
    [JsonStringEnumMemberName("1f1b")]
    OneForwardOneBackward,

    /// <summary>
    /// The same with several chunks of layers a stage (Megatron-LM, arXiv:2104.04473, §2.2): a bubble smaller by their number, and that
    /// many times the traffic between stages.
    /// </summary>
    Interleaved,
}
