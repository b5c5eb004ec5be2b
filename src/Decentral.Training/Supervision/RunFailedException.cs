namespace Decentral.Training.Supervision;

/// <summary>A run cannot go on; the message says why, and what to do.</summary>
public sealed class RunFailedException(string message, Exception cause) : Exception(message, cause);
