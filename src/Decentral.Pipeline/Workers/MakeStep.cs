using Decentral.Pipeline.Conducting;

namespace Decentral.Pipeline.Workers;

/// <summary>Make a step.</summary>
/// <param name="Work">Of what.</param>
/// <param name="Made">Ends when it is made, and kept where it is to be.</param>
internal sealed record MakeStep(StepWork Work, TaskCompletionSource<StepMade> Made);
