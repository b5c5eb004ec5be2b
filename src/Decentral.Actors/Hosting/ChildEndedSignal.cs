namespace Decentral.Actors.Hosting;

/// <summary>Tells a parent that a child is gone, and its name free.</summary>
internal sealed class ChildEndedSignal(ActorCell child, Exception? failure) : Signal
{
    internal override ulong TraceId => 3;

    /// <summary>Nobody is left to hear: a parent ends after its children, unless both vanish with their node.</summary>
    public override void Refuse()
    {
    }

    internal override void Apply(ActorCell cell) => cell.ChildEnded(child, failure);
}
