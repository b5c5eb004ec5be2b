using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Training.Archives;

/// <summary>What the node with the run directory has, and its snapshots, as another node reaches them. From any thread.</summary>
public sealed class RemoteArchive : ISnapshotStore
{
    private readonly IActorSystem _system;
    private readonly ActorRef _client;

    /// <summary>Spawns an actor on this node that fetches and sends.</summary>
    /// <param name="system">This node's engine.</param>
    /// <param name="names">The names of the actors of a run.</param>
    public RemoteArchive(IActorSystem system, RunNames names)
    {
        ArgumentNullException.ThrowIfNull(system);
        _system = system;
        _client = system.Spawn("archive-client", () => new ArchiveClient(names));
    }

    /// <summary>Fetches an item, for as long as it takes; null where there is none.</summary>
    public Task<Payload?> Fetch(ArchiveItem item)
    {
        var fetched = new TaskCompletionSource<Payload?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _system.Tell(_client, new FetchFromArchive(item, fetched));
        return fetched.Task;
    }

    /// <inheritdoc />
    public Task<bool> Write(string snapshot, string part, Payload content)
    {
        var kept = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _system.Tell(_client, new KeepInArchive(snapshot, part, content, kept));
        return kept.Task;
    }

    /// <inheritdoc />
    public Task<bool> Seal(string snapshot, Round version) =>
        throw new InvalidOperationException("Snapshots are sealed by the coordinator, where the run directory is.");

    /// <inheritdoc />
    /// <remarks>
    /// Parts of two snapshots may be fetched where one is completed meanwhile; each says its version, and whoever restores from
    /// them goes by that.
    /// </remarks>
    public async Task<IReadOnlyList<Payload?>> ReadNewest(IReadOnlyList<string> parts) =>
        await Task.WhenAll(parts.Select(part => Fetch(new ArchiveItem(ArchiveItemKind.SnapshotPart, part)))).ConfigureAwait(false);
}
