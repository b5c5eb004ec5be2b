namespace Decentral.Training.Estimates;

/// <summary>The links of a fleet whose workers are all on machines of their own; each link carries as much one way as the other.</summary>
/// <param name="Worker">Bytes a second of a worker's link.</param>
/// <param name="Hub">Bytes a second of the hub's link, which all workers share.</param>
/// <param name="Latency">What a transfer takes beside its bytes.</param>
public sealed record LinkConditions(double Worker, double Hub, TimeSpan Latency);
