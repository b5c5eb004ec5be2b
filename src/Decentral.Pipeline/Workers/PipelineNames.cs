using Decentral.Training.Protocol;

namespace Decentral.Pipeline.Workers;

/// <summary>The well-known names of a pipeline's actors.</summary>
public static class PipelineNames
{
    /// <summary>Who conducts the stages of a worker's model.</summary>
    public static string Conductor(WorkerId worker) => $"conductor-of-{worker}";
}
