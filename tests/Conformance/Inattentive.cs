using Decentral.Actors;

namespace Decentral.Conformance;

/// <summary>An actor that takes neither failures of its children nor the end of whom it watches.</summary>
public sealed class Inattentive(Action<IActorContext> started) : Actor, IReceive<Note>
{
    public void Receive(Note message) => throw new InvalidOperationException($"told to fail: {message.Value}");

    protected override void Started() => started(Context);
}
