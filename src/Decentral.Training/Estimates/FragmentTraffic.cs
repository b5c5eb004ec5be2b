using Decentral.Training.Protocol;

namespace Decentral.Training.Estimates;

/// <summary>What one worker sends and receives for a fragment in its first round, headers included.</summary>
/// <param name="Fragment">Which.</param>
/// <param name="Parameters">Its values.</param>
/// <param name="Steps">Inner steps of the round.</param>
/// <param name="BytesUp">The worker's contribution.</param>
/// <param name="BytesDown">The aggregate that it receives.</param>
public sealed record FragmentTraffic(FragmentId Fragment, long Parameters, int Steps, long BytesUp, long BytesDown);
