namespace Decentral.Training.Workers;

/// <summary>A worker cannot go on; the message says in what it was engaged and what went wrong.</summary>
public sealed class WorkerFailedException(string message, Exception? cause = null) : Exception(message, cause);
