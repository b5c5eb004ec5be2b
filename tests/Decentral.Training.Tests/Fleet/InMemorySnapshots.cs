using Decentral.Actors.Transfers;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Training.Tests.Fleet;

/// <summary>Snapshots that outlive a system of actors, as a disk would.</summary>
internal sealed class InMemorySnapshots : ISnapshotStore
{
    private const int Kept = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, byte[]>> _parts = [];
    private readonly List<(string Snapshot, Round Version)> _sealed = [];

    public IReadOnlyList<(string Snapshot, Round Version)> Sealed
    {
        get
        {
            lock (_lock)
            {
                return [.. _sealed];
            }
        }
    }

    /// <summary>The parts of the newest complete snapshot, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Newest
    {
        get
        {
            lock (_lock)
            {
                return _sealed.Count == 0 ? [] : new Dictionary<string, byte[]>(_parts[_sealed[^1].Snapshot]);
            }
        }
    }

    public Task<bool> Write(string snapshot, string part, Payload content)
    {
        using (content)
        {
            lock (_lock)
            {
                if (!_parts.TryGetValue(snapshot, out var parts))
                {
                    _parts[snapshot] = parts = [];
                }

                parts[part] = content.Bytes.ToArray();
            }
        }

        return Task.FromResult(true);
    }

    public Task<bool> Seal(string snapshot, Round version)
    {
        lock (_lock)
        {
            _sealed.Add((snapshot, version));
            foreach (var (older, _) in _sealed.SkipLast(Kept))
            {
                _parts.Remove(older);
            }
        }

        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<Payload?>> ReadNewest(IReadOnlyList<string> parts)
    {
        lock (_lock)
        {
            var newest = _sealed.Count == 0 ? [] : _parts[_sealed[^1].Snapshot];
            return Task.FromResult<IReadOnlyList<Payload?>>(
                [.. parts.Select(part => newest.TryGetValue(part, out var bytes) ? PayloadOf(bytes) : null)]);
        }
    }

    private static Payload PayloadOf(byte[] bytes)
    {
        var memory = System.Buffers.MemoryPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(memory.Memory);
        return new Payload(memory, bytes.Length);
    }
}
