namespace Decentral.Actors.Hosting;

/// <summary>Tells a parent that a child is gone, and its name free.</summary>
internal sealed class ChildEndedSignal(ActorCell child, Exception? failure) : Signal
{
    public override void Refuse() =>
        throw new InvalidOperationException($"{child.Self} outlived its parent; a cell ends after its children.");

    internal override void Apply(ActorCell cell) => cell.ChildEnded(child, failure);
}
