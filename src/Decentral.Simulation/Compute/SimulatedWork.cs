using Decentral.Actors.Compute;

namespace Decentral.Simulation.Compute;

/// <summary>A piece of work, its result aside.</summary>
internal abstract class SimulatedWork(ComputeCost cost)
{
    public ComputeCost Cost => cost;

    /// <summary>Does it, the first time it is called.</summary>
    public abstract void Run();

    /// <summary>Tells whoever waits, after <see cref="Run"/>.</summary>
    public abstract void Publish();
}
