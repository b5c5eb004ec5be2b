using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Protocol;

/// <summary>What a pass gave, for the pass that takes it.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Step">Which step.</param>
/// <param name="Pass">The pass that takes it.</param>
public sealed record ActivationHeader(Epoch Epoch, long Step, Pass Pass);
