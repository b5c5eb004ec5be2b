using Decentral.Actors.Transfers;

namespace Decentral.Training.Archives;

/// <summary>Have a part of a snapshot kept.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Part">The part's name.</param>
/// <param name="Content">Owned by the receiver.</param>
/// <param name="Kept">Completes when it is on disk.</param>
internal sealed record KeepInArchive(string Snapshot, string Part, Payload Content, TaskCompletionSource<bool> Kept) : IDisposable
{
    public void Dispose() => Content.Dispose();
}
