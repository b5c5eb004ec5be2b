namespace Decentral.Actors.Hosting;

/// <summary>How far a cell is in its life; only ever moves on.</summary>
internal enum LifeStage
{
    /// <summary>Takes messages.</summary>
    Running,

    /// <summary>Takes no more messages and waits for its children to end.</summary>
    Stopping,

    /// <summary>Gone.</summary>
    Ended,
}
