using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Models.Decoders;
using Decentral.Training.Composition;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Joining;

/// <summary>Whether a node can hold a job.</summary>
internal static class NodeMemory
{
    /// <summary>Of a worker: parameters, gradients, both moments, the global parameters, an update, and one that is sent.</summary>
    private const int ValuesAParameter = 7;

    /// <summary>What the program and libtorch take before there is a model.</summary>
    private const long Program = 400L << 20;

    /// <exception cref="MistakeException">It cannot, by what the model alone takes, or may not.</exception>
    public static void Check(Job job, DataFacts facts, int workers, NodePolicy policy)
    {
        var decoder = new JobComposition(job, facts).Decoder();
        var values = ValuesAParameter + (job.Outer.Optimizer == OuterOptimizerKind.Nesterov ? 1 : 0);
        var needed = Program + (DecoderParameters.LayOut(decoder).ElementCount * values * sizeof(float) * workers);
        var there = policy.MemoryHere;
        if (needed > there)
        {
            var remedy = workers > 1 ? "Host fewer by --workers."
                : policy.Memory is null ? "Take part with a larger machine." : "Lend more by --memory.";
            throw new MistakeException(
                $"The job takes at least {Units.Bytes(needed)} of memory for {Units.Plural(workers, "worker")}, and this machine "
                + $"{(policy.Memory is null ? "has" : "lends")} {Units.Bytes(there)}. {remedy}");
        }
    }
}
