using System.Collections.Immutable;
using Decentral.Training.Estimates;

namespace Decentral.Cli.Estimates;

/// <summary>For which links and steps a person wants to know what a job comes to.</summary>
/// <param name="Links">The links, in the order in which they are shown.</param>
/// <param name="Latency">What a transfer takes beside its bytes.</param>
/// <param name="StepTime">Of an inner step of a worker; null to measure it.</param>
internal sealed record EstimateConditions(ImmutableArray<LinkConditions> Links, TimeSpan Latency, TimeSpan? StepTime);
