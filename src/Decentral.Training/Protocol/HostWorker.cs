namespace Decentral.Training.Protocol;

/// <summary>Fill a place in the fleet.</summary>
/// <param name="Request">The request that this answers; another one is not heard.</param>
/// <param name="Worker">The place.</param>
/// <param name="Incarnation">The life of the worker.</param>
public sealed record HostWorker(long Request, WorkerId Worker, Incarnation Incarnation) : NodeOrder;
