using Decentral.Training.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Training.Monitoring;

/// <summary>A worker has made a step.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Round">In which round.</param>
/// <param name="Outcome">What it came to.</param>
public readonly record struct StepReported(WorkerId Worker, Round Round, TrainedTokens Outcome);
