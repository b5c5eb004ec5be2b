using Decentral.Actors.Transfers;

namespace Decentral.Training.Workers;

/// <summary>What the newest snapshot has for this worker.</summary>
/// <param name="Own">Its own part; null when there is none.</param>
/// <param name="Global">The part that all share; null when there is none.</param>
public sealed record PartsRead(Payload? Own, Payload? Global) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Own?.Dispose();
        Global?.Dispose();
    }
}
