using Decentral.Models.Decoders;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>Whether a run's snapshots can hold the job's model.</summary>
internal static class ModelSize
{
    /// <summary>For the header of a part, which is far shorter.</summary>
    private const int HeaderBytes = 1 << 20;

    /// <summary>Of a worker that pauses within a round: parameters, both moments, and the global parameters.</summary>
    private const int ValuesAParameter = 4;

    /// <summary>
    /// A worker writes its part of a snapshot in one piece of memory: what is too large for that could be trained, but
    /// neither paused nor saved.
    /// </summary>
    public static IReadOnlyList<JobProblem> Check(Job job, DataFacts facts)
    {
        var values = ValuesAParameter + (job.Outer.Optimizer == OuterOptimizerKind.Nesterov ? 1 : 0);
        var most = (Array.MaxLength - HeaderBytes) / (values * sizeof(float));
        var found = DecoderParameters.LayOut(new JobComposition(job, facts).Decoder()).ElementCount;
        return found <= most
            ? []
            : [new JobProblem(
                "model", $"at most {most} parameters with outer.optimizer {ChoiceName.Of(job.Outer.Optimizer)}",
                $"{found}", "lower model.width, model.layers or model.vocabulary",
                "a worker's part of a snapshot is one piece of memory")];
    }
}
