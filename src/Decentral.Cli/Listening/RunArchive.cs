using System.Buffers;
using System.Globalization;
using System.Text;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Cli.Jobs;
using Decentral.Cli.Joining;
using Decentral.Cli.Runs;
using Decentral.Models;
using Decentral.Models.Data;
using Decentral.Training.Archives;

namespace Decentral.Cli.Listening;

/// <summary>What the other nodes of a run are served with: its job, its tokens, its first weights, its snapshots.</summary>
internal sealed class RunArchive : IArchive
{
    private const int MostBallast = 8 << 20;

    private readonly PreparedJob _prepared;
    private readonly RunSnapshots _snapshots;
    private readonly TokenShardStore _tokens;
    private readonly byte[]? _weights;
    private readonly ContentDigest? _weightsDigest;

    /// <param name="prepared">The job.</param>
    /// <param name="snapshots">The run directory's.</param>
    /// <param name="tokens">Where the tokens lie.</param>
    public RunArchive(PreparedJob prepared, RunSnapshots snapshots, TokenShardStore tokens)
    {
        _prepared = prepared;
        _snapshots = snapshots;
        _tokens = tokens;
        _weights = prepared.Trainable.Weights is { } weights ? JobDocument.PackWeights(weights) : null;
        _weightsDigest = _weights is null ? null : ContentDigest.Of(_weights);
    }

    public async Task<Payload?> Read(ArchiveItem item) => item.Kind switch
    {
        ArchiveItemKind.Job => Pack(Document().ToJson()),
        ArchiveItemKind.SnapshotPart => (await _snapshots.ReadNewest([item.Name]))[0],
        ArchiveItemKind.File => await ReadFile(item.Name),
        ArchiveItemKind.Ballast => Ballast(item.Name),
        _ => null,
    };

    public Task<bool> Keep(NodeId from, string snapshot, string part, Payload content) =>
        _snapshots.WriteExpected(from, snapshot, part, content);

    private JobDocument Document() => new()
    {
        Job = JobWriter.Write(_prepared.Job),
        Manifest = Encoding.UTF8.GetString(_prepared.Manifest.ToJson()),
        Weights = _weightsDigest?.ToString(),
    };

    private async Task<Payload?> ReadFile(string name)
    {
        if (!ContentDigest.TryParse(name, out var digest))
        {
            return null;
        }

        if (digest == _weightsDigest)
        {
            return Pack(_weights!);
        }

        // Only what belongs to this run: the folder has tokens of others too.
        return _prepared.Manifest.Shards.Any(shard => shard.Digest == digest)
            ? await ReadFile(new FileInfo(_tokens.PathOf(digest)))
            : null;
    }

    private static async Task<Payload?> ReadFile(FileInfo file)
    {
        await using var stream = file.OpenRead();
        var length = checked((int)stream.Length);
        var memory = MemoryPool<byte>.Shared.Rent(Math.Max(1, length));
        await stream.ReadExactlyAsync(memory.Memory[..length]);
        return new Payload(memory, length);
    }

    /// <summary>Bytes of no meaning; none where more are asked for than a link is measured with.</summary>
    private static Payload? Ballast(string count) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is > 0 and <= MostBallast
            ? Pack(new byte[bytes])
            : null;

    private static Payload Pack(byte[] bytes)
    {
        var memory = MemoryPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(memory.Memory);
        return new Payload(memory, bytes.Length);
    }
}
