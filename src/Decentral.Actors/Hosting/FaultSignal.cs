namespace Decentral.Actors.Hosting;

/// <summary>Something that the actor gave to the engine threw outside its turn; the actor fails for it.</summary>
internal sealed class FaultSignal(Exception fault) : Signal
{
    internal override ulong TraceId => 4;

    public override void Refuse()
    {
    }

    internal override void Apply(ActorCell cell) => cell.Fail(fault);
}
