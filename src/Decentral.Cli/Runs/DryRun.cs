using Decentral.Training.Estimates;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>What a job will come to, found without training it.</summary>
/// <param name="Estimate">What it sends and holds.</param>
/// <param name="Facts">What its data hold.</param>
/// <param name="Data">What its data are, in a few words.</param>
/// <param name="Step">What a step of a worker takes.</param>
internal sealed record DryRun(RunEstimate Estimate, DataFacts Facts, string Data, ExpectedStep Step);
