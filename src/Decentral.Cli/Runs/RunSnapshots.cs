using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Storage.Snapshots;
using Decentral.Training.Protocol;
using Decentral.Training.Snapshots;

namespace Decentral.Cli.Runs;

/// <summary>The run directory's snapshots, as the actors of a run see them.</summary>
internal sealed class RunSnapshots : ISnapshotStore, IAsyncDisposable
{
    private readonly SnapshotStore _store;
    private readonly Func<Task<long>> _readSequence;
    private readonly DiskWatch _disk;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, PendingSnapshot> _pending = [];
    private readonly ExpectedParts _expected = new();
    private readonly List<Task> _underWay = [];
    private Snapshot? _newest;

    private RunSnapshots(SnapshotStore store, SnapshotSearch search, Func<Task<long>> readSequence, DiskWatch disk)
    {
        _store = store;
        _newest = search.Found;
        _readSequence = readSequence;
        _disk = disk;
        Rejected = search.Rejected;
    }

    /// <summary>Newer snapshots that could not be used, each with the reason in words.</summary>
    public IReadOnlyList<string> Rejected { get; }

    /// <summary>Finds what the run begins from.</summary>
    /// <param name="store">The run directory's.</param>
    /// <param name="readSequence">Reads the last sequence of the coordinator's stream, noted in a snapshot.</param>
    /// <param name="disk">Is told what cannot be written or read.</param>
    public static async Task<RunSnapshots> Open(SnapshotStore store, Func<Task<long>> readSequence, DiskWatch disk) =>
        new(store, await store.FindNewest(), readSequence, disk);

    public void Expect(string snapshot, string part, NodeId owner) => _expected.Expect(snapshot, part, owner);

    /// <summary>Writes a part that another node sent, if it was expected of that one.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> WriteExpected(NodeId from, string snapshot, string part, Payload content)
    {
        if (_expected.IsExpected(snapshot, part, from))
        {
            return await Write(snapshot, part, content);
        }

        content.Dispose();
        return false;
    }

    public Task<bool> Write(string snapshot, string part, Payload content) =>
        Note(_disk.Watch(WritePart(snapshot, part, content)));

    public Task<bool> Seal(string snapshot, Round version) => Note(_disk.Watch(Complete(snapshot, version)));

    public Task<IReadOnlyList<Payload?>> ReadNewest(IReadOnlyList<string> parts) => Note(_disk.Watch(Read(parts)));

    /// <summary>
    /// Waits for what is being written and read, whatever comes of it: a run that has ended touches its directory no more.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (_underWay)
        {
            underWay = [.. _underWay];
        }

        await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gate.Dispose();
    }

    private Task<T> Note<T>(Task<T> work)
    {
        lock (_underWay)
        {
            _underWay.RemoveAll(task => task.IsCompleted);
            _underWay.Add(work);
        }

        return work;
    }

    private async Task<bool> WritePart(string snapshot, string part, Payload content)
    {
        using (content)
        {
            await await Begin(snapshot, part, content);
        }

        return true;
    }

    private async Task<bool> Complete(string snapshot, Round version)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_pending.Remove(snapshot, out var pending))
            {
                return _newest?.Manifest.Name == snapshot;
            }

            var cut = new SnapshotCut(await _readSequence(), version.Value);
            await pending.Writer.Complete(cut, new Dictionary<string, string>());
            _newest = (await _store.FindNewest()).Found;
            await GiveUpOthers();
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <remarks>A slow reader may see its snapshot deleted, as newer ones were completed: it reads the newest then.</remarks>
    private async Task<IReadOnlyList<Payload?>> Read(IReadOnlyList<string> parts)
    {
        while (true)
        {
            var newest = _newest;
            try
            {
                return await Read(newest, parts);
            }
            catch (Exception error)
                when (error is DirectoryNotFoundException or FileNotFoundException && !ReferenceEquals(newest, _newest))
            {
                // Another one is the newest by now.
            }
        }
    }

    private static async Task<IReadOnlyList<Payload?>> Read(Snapshot? newest, IReadOnlyList<string> parts)
    {
        var read = new List<Payload?>(parts.Count);
        foreach (var part in parts)
        {
            var isHeld = newest is not null && newest.Manifest.Parts.Any(held => held.Name == part);
            read.Add(isHeld ? await Read(newest!, part) : null);
        }

        return read;
    }

    private static async Task<Payload> Read(Snapshot snapshot, string part)
    {
        await using var stream = snapshot.OpenPart(part);
        var length = checked((int)stream.Length);
        var memory = MemoryPool<byte>.Shared.Rent(Math.Max(1, length));
        await stream.ReadExactlyAsync(memory.Memory[..length]);
        return new Payload(memory, length);
    }

    /// <returns>The writing of the part, which is under way.</returns>
    private async Task<Task> Begin(string snapshot, string part, Payload content)
    {
        await _gate.WaitAsync();
        try
        {
            if (!_pending.TryGetValue(snapshot, out var pending))
            {
                pending = new PendingSnapshot(await _store.Begin(snapshot));
                _pending.Add(snapshot, pending);
            }

            var writing = pending.Writer.WritePart(part, content.Bytes);
            pending.Parts.Add(writing);
            return writing;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Takes away what belongs to snapshots that the coordinator has given up: a later one is only sealed when no
    /// earlier one is wanted any more. A slow worker may still be writing its part of one.
    /// </summary>
    private async Task GiveUpOthers()
    {
        foreach (var pending in _pending.Values)
        {
            await Task.WhenAll(pending.Parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await pending.Writer.DisposeAsync();
        }

        _pending.Clear();
    }

    /// <summary>A snapshot whose parts are being written.</summary>
    private sealed record PendingSnapshot(SnapshotWriter Writer)
    {
        public List<Task> Parts { get; } = [];
    }
}
