using Decentral.Actors.Transfers;

namespace Decentral.Training.Workers;

/// <summary>The lane has copied what a snapshot needs.</summary>
/// <param name="Snapshot">Of which snapshot.</param>
/// <param name="IsPause">Whether the worker stops here.</param>
/// <param name="Own">This worker's part.</param>
/// <param name="Global">What all workers hold alike; null where another worker writes it, or it is in <paramref name="Own"/>.</param>
internal sealed record PartCopied(string Snapshot, bool IsPause, Payload Own, Payload? Global) : IDisposable
{
    public void Dispose()
    {
        Own.Dispose();
        Global?.Dispose();
    }
}
