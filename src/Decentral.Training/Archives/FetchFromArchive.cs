using Decentral.Actors.Transfers;

namespace Decentral.Training.Archives;

/// <summary>Fetch an item.</summary>
/// <param name="Item">What.</param>
/// <param name="Fetched">Completes with it, or null where there is none; the waiter owns it.</param>
internal sealed record FetchFromArchive(ArchiveItem Item, TaskCompletionSource<Payload?> Fetched);
