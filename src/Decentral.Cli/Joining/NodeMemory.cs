using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;
using Decentral.Models.Decoders;
using Decentral.Models.Stages;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Joining;

/// <summary>Whether a node can hold a job.</summary>
internal static class NodeMemory
{
    /// <summary>Of a worker: parameters, gradients, both moments, the global parameters, an update, and one that is sent.</summary>
    private const int ValuesAParameter = 7;

    /// <summary>Of a stage: parameters, gradients and both moments.</summary>
    private const int ValuesOfStage = 4;

    /// <summary>Of a state that stages keep of themselves and of each other: parameters and both moments.</summary>
    private const int ValuesOfCopy = 3;

    /// <summary>What the program and libtorch take before there is a model.</summary>
    private const long Program = 400L << 20;

    /// <exception cref="MistakeException">It cannot, by what the model alone takes, or may not.</exception>
    public static void Check(Job job, DataFacts facts, int workers, NodePolicy policy)
    {
        var decoder = new JobComposition(job, facts).Decoder();
        var needed = Program + ((StagedJob.Is(job) ? ValuesOfShare(job, decoder) : ValuesOfWorker(job, decoder)) * sizeof(float) * workers);
        var there = policy.MemoryHere;
        if (needed > there)
        {
            var remedy = workers > 1 ? "Host fewer by --workers."
                : policy.Memory is null ? "Take part with a larger machine." : "Lend more by --memory.";
            throw new MistakeException(
                $"The job takes at least {Units.Bytes(needed)} of memory for {Units.Plural(workers, StagedJob.Is(job) ? "stage" : "worker")}, and this machine "
                + $"{(policy.Memory is null ? "has" : "lends")} {Units.Bytes(there)}. {remedy}");
        }
    }

    private static long ValuesOfWorker(Job job, DecoderOptions decoder) =>
        DecoderParameters.LayOut(decoder).ElementCount * (ValuesAParameter + (job.Outer.Optimizer == OuterOptimizerKind.Nesterov ? 1 : 0));

    /// <summary>Of a stage with the fewest layers and neither embedding nor head, which is the least that a member may be given.</summary>
    private static long ValuesOfShare(Job job, DecoderOptions decoder)
    {
        var layers = decoder.Layers / job.Pipeline.Stages;
        var layout = DecoderParameters.LayOut(decoder, [new ModelPart(new LayerRange(0, layers))]);
        return layout.ElementCount * (ValuesOfStage + (job.Pipeline is { Buddy: BuddyKind.Copy, Stages: > 1 } ? 2 * ValuesOfCopy : 0));
    }
}
