namespace Decentral.Actors.Local.Compute;

/// <summary>A piece of work, its result aside.</summary>
internal abstract class LaneWork
{
    /// <summary>Does it; the result and any error are kept.</summary>
    public abstract void Run();

    /// <summary>Tells whoever waits, after <see cref="Run"/>.</summary>
    public abstract void Publish();

    /// <summary>Ends it undone.</summary>
    /// <param name="fault">Why no lane will ever run; null when the lanes were closed in good order.</param>
    public abstract void Abandon(Exception? fault);
}
