namespace Decentral.Training.Archives;

/// <summary>What was sent to measure a link did not arrive, so that the time it took says nothing.</summary>
public sealed class LinkNotMeasuredException(string message) : Exception(message);
