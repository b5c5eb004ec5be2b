using Decentral.Training.Jobs;

namespace Decentral.Training.Protocol;

/// <summary>What a node that joined found out about itself and its link before it took part.</summary>
/// <param name="Device">Where its workers compute.</param>
/// <param name="MemoryBytes">Memory that it lends.</param>
/// <param name="SecondsPerStep">Of an inner step of the job, on one lane with nothing beside it; 0 where it was not measured.</param>
/// <param name="RoundTripSeconds">Of a question to the node with the run directory, and its answer.</param>
/// <param name="Downlink">Bytes a second from there.</param>
/// <param name="Uplink">Bytes a second to there.</param>
public sealed record NodeMeasures(
    DeviceKind Device, long MemoryBytes, double SecondsPerStep, double RoundTripSeconds, double Downlink, double Uplink);
