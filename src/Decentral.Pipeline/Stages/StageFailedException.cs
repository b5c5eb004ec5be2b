namespace Decentral.Pipeline.Stages;

/// <summary>A stage cannot go on; whoever hosts it makes another.</summary>
public sealed class StageFailedException(string message, Exception? cause = null) : Exception(message, cause);
