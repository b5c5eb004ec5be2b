using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>The lane has moved the replica to a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Applied">
/// The aggregate that led to it; null where another's state was taken over, which nothing that was trained here is part of.
/// </param>
internal sealed record VersionReached(Round Version, Transferred<PublishedHeader>? Applied) : IDisposable
{
    public void Dispose() => Applied?.Dispose();
}
