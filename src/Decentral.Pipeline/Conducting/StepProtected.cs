namespace Decentral.Pipeline.Conducting;

/// <summary>The state behind a step is kept as well as it is going to be: no loss that copies are made for undoes it any more.</summary>
/// <param name="Step">The step.</param>
public sealed record StepProtected(long Step);
