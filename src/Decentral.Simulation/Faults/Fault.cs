namespace Decentral.Simulation.Faults;

/// <summary>Something that goes wrong at a point of the history.</summary>
/// <param name="AtEvent">Strikes once that many events have happened.</param>
public abstract record Fault(long AtEvent)
{
    private protected const ulong RecoveryTrace = 0x7_0009;

    internal abstract void Strike(SimulatedWorld world);
}
