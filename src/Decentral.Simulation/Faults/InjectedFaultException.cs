namespace Decentral.Simulation.Faults;

/// <summary>What an actor fails with when a fault plan says so.</summary>
public sealed class InjectedFaultException : Exception
{
    /// <summary>Says which fault.</summary>
    public InjectedFaultException(Fault fault)
        : base($"Injected: {fault}")
    {
    }
}
