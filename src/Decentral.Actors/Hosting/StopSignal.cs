namespace Decentral.Actors.Hosting;

/// <summary>Asks a cell to stop after what it is handling.</summary>
internal sealed class StopSignal : Signal
{
    public static StopSignal Instance { get; } = new();

    internal override ulong TraceId => 2;

    public override void Refuse()
    {
    }

    internal override void Apply(ActorCell cell) => cell.RequestStop();
}
