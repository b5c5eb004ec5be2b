namespace Decentral.Simulation;

/// <summary>A world went wrong; the message says what, when, and how to see it again.</summary>
public sealed class SimulationFailedException : Exception
{
    /// <summary>Says what went wrong, with where it came from.</summary>
    public SimulationFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
