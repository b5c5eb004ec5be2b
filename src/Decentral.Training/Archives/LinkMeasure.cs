namespace Decentral.Training.Archives;

/// <summary>What the link to the node with the run directory does.</summary>
/// <param name="RoundTrip">From a question to its answer.</param>
/// <param name="Downlink">Bytes a second from there.</param>
/// <param name="Uplink">Bytes a second to there.</param>
public sealed record LinkMeasure(TimeSpan RoundTrip, double Downlink, double Uplink);
