namespace Decentral.Training.Progress;

/// <summary>The held-out loss of the global parameters was measured.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="Round">The committed round it belongs to; 0 before the first.</param>
/// <param name="Tokens">Training tokens used by then.</param>
/// <param name="TrainLoss">Mean training loss of late in nats a token; null before the first step.</param>
/// <param name="EvalLoss">The held-out loss in nats a token.</param>
public sealed record HeldOutMeasured(TimeSpan Elapsed, long Round, long Tokens, double? TrainLoss, double EvalLoss)
    : RunEvent(Elapsed);
