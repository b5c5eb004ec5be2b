namespace Decentral.Training.Protocol;

/// <summary>The run has ended.</summary>
/// <param name="IsFinished">Whether its budget is used up; otherwise it was stopped, and may go on.</param>
public sealed record RunIsOver(bool IsFinished) : NodeOrder;
