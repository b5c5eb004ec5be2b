namespace Decentral.Simulation.Time;

/// <summary>A timed event that is a piece of code.</summary>
internal sealed class TimedAction(ulong traceId, Action happen) : TimedEvent
{
    public override ulong TraceId => traceId;

    public override void Happen() => happen();
}
