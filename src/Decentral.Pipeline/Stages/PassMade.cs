using Decentral.Actors.Transfers;
using Decentral.Pipeline.Schedules;

namespace Decentral.Pipeline.Stages;

/// <summary>The lane has made a pass.</summary>
/// <param name="Run">Of which attempt at a step.</param>
/// <param name="Pass">Which.</param>
/// <param name="Made">What it gave; null for nothing.</param>
/// <param name="Loss">Of a forward pass through the head.</param>
internal sealed record PassMade(StepAttempt Run, Pass Pass, Payload? Made, double Loss) : IDisposable
{
    public void Dispose() => Made?.Dispose();
}
