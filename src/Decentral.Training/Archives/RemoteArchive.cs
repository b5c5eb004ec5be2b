using System.Buffers;
using System.Globalization;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Training.Archives;

/// <summary>What the node with the run directory has, and its snapshots, as another node reaches them. From any thread.</summary>
public sealed class RemoteArchive : ISnapshotStore
{
    private const int LeastBallast = 32 << 10;
    private const int MostBallast = 8 << 20;
    private const int BallastGrowth = 4;
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(300);

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

    /// <summary>Measures the link: with little at first, and with more where that took no time.</summary>
    /// <param name="time">The clock.</param>
    /// <exception cref="LinkNotMeasuredException">Something did not arrive.</exception>
    public async Task<LinkMeasure> Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var began = time.GetTimestamp();
        await Exchange(1, isDown: true).ConfigureAwait(false);
        var roundTrip = time.GetElapsedTime(began);
        return new LinkMeasure(
            roundTrip,
            await Rate(time, roundTrip, isDown: true).ConfigureAwait(false),
            await Rate(time, roundTrip, isDown: false).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public Task<bool> Write(string snapshot, string part, Payload content)
    {
        var kept = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _system.Tell(_client, new KeepInArchive(snapshot, part, content, kept));
        return kept.Task;
    }

    /// <inheritdoc />
    public void Expect(string snapshot, string part, NodeId owner) =>
        throw new InvalidOperationException("Parts are ordered by the coordinator, where the run directory is.");

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

    private async Task<double> Rate(TimeProvider time, TimeSpan roundTrip, bool isDown)
    {
        for (var bytes = LeastBallast; ; bytes *= BallastGrowth)
        {
            var began = time.GetTimestamp();
            await Exchange(bytes, isDown).ConfigureAwait(false);
            var took = time.GetElapsedTime(began);
            if (took > roundTrip + LongEnough || bytes * BallastGrowth > MostBallast)
            {
                return bytes / took.TotalSeconds;
            }
        }
    }

    private async Task Exchange(int bytes, bool isDown)
    {
        if (isDown)
        {
            var name = bytes.ToString(CultureInfo.InvariantCulture);
            using var fetched = await Fetch(new ArchiveItem(ArchiveItemKind.Ballast, name)).ConfigureAwait(false)
                ?? throw new LinkNotMeasuredException(
                    $"the hub sends no {name} bytes to measure the link by; it is of another version");
            return;
        }

        var arrived = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _system.Tell(_client, new SendBallast(new Payload(MemoryPool<byte>.Shared.Rent(bytes), bytes), arrived));
        if (!await arrived.Task.ConfigureAwait(false))
        {
            throw new LinkNotMeasuredException($"{bytes.ToString(CultureInfo.InvariantCulture)} bytes did not arrive at the hub");
        }
    }
}
