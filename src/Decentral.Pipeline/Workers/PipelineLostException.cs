namespace Decentral.Pipeline.Workers;

/// <summary>Nobody has the state of a pipeline any more; the worker begins again with what is durable.</summary>
public sealed class PipelineLostException(string message) : Exception(message);
