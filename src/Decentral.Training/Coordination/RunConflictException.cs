namespace Decentral.Training.Coordination;

/// <summary>
/// The journal, the job and what members hold contradict each other; the run stops rather than guess. The message says
/// what was found, what was expected, and the remedy.
/// </summary>
public sealed class RunConflictException(string message) : Exception(message);
