using Decentral.Actors.Transfers;

namespace Decentral.Pipeline.Stages;

/// <summary>The lane has taken out what the other holder of a tied embedding is to have.</summary>
/// <param name="Run">Of which attempt at a step.</param>
/// <param name="Values">The gradient of the copy, or the values of the embedding.</param>
/// <param name="IsGradient">Which of the two.</param>
internal sealed record TiedTaken(StepAttempt Run, Payload Values, bool IsGradient) : IDisposable
{
    public void Dispose() => Values.Dispose();
}
