namespace Decentral.Training.Workers;

/// <summary>The loss is not a number any more. Doing the step again would give the same, so the run stops.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
