namespace Decentral.Actors.Hosting;

/// <summary>Something that the actor gave to the engine threw outside its turn; the actor fails for it.</summary>
internal sealed class FaultSignal(Exception fault) : Signal
{
    public override void Refuse()
    {
    }

    internal override void Apply(ActorCell cell) => cell.Fail(fault);
}
