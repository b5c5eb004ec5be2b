using Decentral.Actors.Transfers;

namespace Decentral.Training.Workers;

/// <summary>Copies of what a snapshot needs, to be written.</summary>
/// <param name="Own">The worker's own part.</param>
/// <param name="Global">What all workers hold alike; null where another worker writes it, or it is in <paramref name="Own"/>.</param>
public sealed record SavedParts(Payload Own, Payload? Global) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Own.Dispose();
        Global?.Dispose();
    }
}
