namespace Decentral.Actors.Hosting;

/// <summary>The first thing in every mailbox: makes the actor and starts it.</summary>
internal sealed class BeginSignal : Signal
{
    public static BeginSignal Instance { get; } = new();

    internal override ulong TraceId => 1;

    public override void Refuse()
    {
    }

    internal override void Apply(ActorCell cell) => cell.Begin();
}
