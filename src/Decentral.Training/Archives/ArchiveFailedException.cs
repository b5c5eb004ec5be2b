namespace Decentral.Training.Archives;

/// <summary>The run directory cannot be read or written.</summary>
public sealed class ArchiveFailedException(string message, Exception cause) : Exception(message, cause);
