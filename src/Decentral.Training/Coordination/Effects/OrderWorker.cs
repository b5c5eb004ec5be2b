using Decentral.Training.Protocol;

namespace Decentral.Training.Coordination.Effects;

/// <summary>Tells a worker something.</summary>
/// <param name="Worker">Whom.</param>
/// <param name="Order">What.</param>
public sealed record OrderWorker(WorkerId Worker, WorkerOrder Order) : CoordinatorEffect;
