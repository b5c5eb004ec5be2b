namespace Decentral.Models.Replicas;

/// <summary>How one inner step is made.</summary>
/// <param name="LearningRate">At least 0.</param>
/// <param name="Clip">Largest global norm of the gradient; 0 clips nothing.</param>
/// <param name="ForwardPasses">
/// Parts into which the batch's sequences are divided, one in memory at a time; their gradients are averaged by tokens.
/// </param>
public readonly record struct StepSettings(double LearningRate, double Clip = 0, int ForwardPasses = 1);
