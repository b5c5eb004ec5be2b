using Decentral.Pipeline.Protocol;

namespace Decentral.Pipeline.Stages;

/// <summary>A step that a stage is at.</summary>
/// <param name="Order">What was ordered.</param>
/// <param name="Progress">How far it is.</param>
internal sealed record StepRunning(BeginStep Order, StepProgress Progress) : IDisposable
{
    public StepAttempt Attempt => new(Order.Epoch, Order.Step);

    /// <summary>Sum of the microbatches' losses so far, where the stage has the head.</summary>
    public double LossSum { get; set; }

    /// <summary>Whether the gradient of a tied embedding's copy was sent to the owner, or taken in by it.</summary>
    public bool IsTiedDone { get; set; }

    public void Dispose() => Progress.Dispose();
}
