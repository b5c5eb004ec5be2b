namespace Decentral.Training.Progress;

/// <summary>The run is about to take its first step of this start.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="Parameters">Trainable parameters of the model.</param>
/// <param name="TrainingTokens">Tokens of the training part of the data.</param>
/// <param name="HeldOutTokens">Tokens of the held-out part.</param>
/// <param name="Lanes">Workers that compute at one time.</param>
/// <param name="Threads">Intra-op threads of a lane.</param>
/// <param name="Device">Where the tensors live, in libtorch's words.</param>
public sealed record RunStarted(
    TimeSpan Elapsed, long Parameters, long TrainingTokens, long HeldOutTokens, int Lanes, int Threads, string Device)
    : RunEvent(Elapsed);
