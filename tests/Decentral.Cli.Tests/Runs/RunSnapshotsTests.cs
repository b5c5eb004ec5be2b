using System.Buffers;
using System.Text;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Cli.Runs;
using Decentral.Cli.Tests.Commands;
using Decentral.Storage;
using Decentral.Storage.Snapshots;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Tests.Runs;

public sealed class RunSnapshotsTests : IDisposable
{
    private readonly RecordedHost _recorded = new();
    private readonly DiskWatch _disk = new();
    private long _sequence;

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task ReadNewest_NothingSaved_GivesNothing()
    {
        await using var snapshots = await OpenAsync();

        Assert.Equal([null, null], await ReadAsync(snapshots, "worker-0", "worker-1"));
        Assert.Empty(snapshots.Rejected);
    }

    [Fact]
    public async Task ReadNewest_BeforeTheSeal_GivesTheOneBefore()
    {
        await using var snapshots = await OpenAsync();
        await SaveAsync(snapshots, "first", 1, ("worker-0", "old"));

        await snapshots.Write("second", "worker-0", Bytes("new"));

        Assert.Equal(["old"], await ReadAsync(snapshots, "worker-0"));
    }

    /// <summary>A member could write over another's part otherwise, or fill the disk with snapshots that nobody ordered.</summary>
    [Theory]
    [InlineData("mallory", "second", "worker-1", false)]
    [InlineData("alice", "second", "worker-2", false)]
    [InlineData("alice", "second", "global", false)]
    [InlineData("alice", "first", "worker-1", false)]
    [InlineData("alice", "third", "worker-1", false)]
    [InlineData("alice", "second", "worker-1", true)]
    public async Task WriteExpected_NodeSnapshotAndPart_AreThoseThatWereOrderedLast(
        string from, string snapshot, string part, bool expected)
    {
        await using var snapshots = await OpenAsync();
        snapshots.Expect("first", "worker-1", new NodeId("alice"));
        snapshots.Expect("second", "worker-1", new NodeId("alice"));
        snapshots.Expect("second", "worker-2", new NodeId("bob"));

        Assert.Equal(expected, await snapshots.WriteExpected(new NodeId(from), snapshot, part, Bytes("of mine")));
        await snapshots.Seal("second", new Round(2));

        Assert.Equal([expected ? "of mine" : null], await ReadAsync(snapshots, "worker-1"));
    }

    [Fact]
    public async Task ReadNewest_PartThatIsMissing_IsNull()
    {
        await using var snapshots = await OpenAsync();
        await SaveAsync(snapshots, "first", 1, ("worker-0", "zero"), ("worker-1", "one"));
        await SaveAsync(snapshots, "second", 2, ("worker-1", "one again"), ("global", ""));

        Assert.Equal([null, "one again", ""], await ReadAsync(snapshots, "worker-0", "worker-1", "global"));
    }

    [Fact]
    public async Task Open_AfterARestart_FindsTheNewestWithItsCut()
    {
        await using (var before = await OpenAsync())
        {
            await SaveAsync(before, "first", 1, ("worker-0", "old"));
            await SaveAsync(before, "second", 2, ("worker-0", "new"));
            await before.Write("third", "worker-0", Bytes("never sealed"));
        }

        await using var after = await OpenAsync();

        Assert.Equal(["new"], await ReadAsync(after, "worker-0"));
        Assert.Equal(2, (await (await StoreAsync()).FindNewest()).Found!.Manifest.Round);
    }

    [Fact]
    public async Task Open_NewestIsDamaged_TakesTheOneBeforeAndSaysSo()
    {
        await using (var before = await OpenAsync())
        {
            await SaveAsync(before, "first", 1, ("worker-0", "old"));
            await SaveAsync(before, "second", 2, ("worker-0", "new"));
        }

        var newest = Directory.EnumerateDirectories(_recorded.Folder).Order(StringComparer.Ordinal).Last();
        await File.WriteAllTextAsync(Path.Combine(newest, "worker-0"), "bad", TestContext.Current.CancellationToken);

        await using var after = await OpenAsync();

        Assert.Equal(["old"], await ReadAsync(after, "worker-0"));
        Assert.Contains("is passed over", Assert.Single(after.Rejected), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seal_SnapshotsThatWereGivenUp_AreTakenAway()
    {
        await using var snapshots = await OpenAsync();
        await snapshots.Write("given-up", "worker-0", Bytes("half"));

        await SaveAsync(snapshots, "first", 1, ("worker-0", "whole"));

        Assert.Single(Directory.EnumerateDirectories(_recorded.Folder));
        Assert.False(await snapshots.Seal("given-up", new Round(1)));
        Assert.Equal(["whole"], await ReadAsync(snapshots, "worker-0"));
    }

    [Fact]
    public async Task Write_PlaceThatCannotBeWritten_IsReportedWithTheRemedy()
    {
        await using var snapshots = await OpenAsync();
        _recorded.Save("first.partial", "a file where the snapshot's directory goes");

        await Assert.ThrowsAsync<StorageException>(() => snapshots.Write("first", "worker-0", Bytes("zero")));

        var reported = await Assert.ThrowsAsync<StorageException>(() => _disk.Failure);
        Assert.Contains("free space or check the disk, then resume the run", reported.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_PartBeingWritten_WaitsForIt()
    {
        var content = new HeldBytes();
        var snapshots = await OpenAsync();
        var writing = snapshots.Write("first", "worker-0", new Payload(content, HeldBytes.Length));

        var disposing = snapshots.DisposeAsync().AsTask();
        var isOverEarly = disposing.IsCompleted;
        content.Release();
        await disposing;

        Assert.False(isOverEarly);
        Assert.True(writing.IsCompletedSuccessfully);
    }

    /// <summary>Another part has failed: that is the run's end, and the one under way ends before it.</summary>
    [Fact]
    public async Task DisposeAsync_PartThatFailed_IsNoFailureOfItsOwn()
    {
        var snapshots = await OpenAsync();
        _recorded.Save("first.partial", "a file where the snapshot's directory goes");
        var writing = snapshots.Write("first", "worker-0", Bytes("zero"));

        await snapshots.DisposeAsync();

        await Assert.ThrowsAsync<StorageException>(() => writing);
    }

    private async Task SaveAsync(
        RunSnapshots snapshots, string name, long round, params (string Part, string Text)[] parts)
    {
        _sequence = 10 * round;
        foreach (var (part, text) in parts)
        {
            await snapshots.Write(name, part, Bytes(text));
        }

        await snapshots.Seal(name, new Round(round));
    }

    private async Task<RunSnapshots> OpenAsync() =>
        await RunSnapshots.Open(await StoreAsync(), () => Task.FromResult(_sequence), _disk);

    private Task<SnapshotStore> StoreAsync() =>
        SnapshotStore.Open(new SnapshotStoreOptions { Directory = _recorded.Folder, RunId = "run" });

    private static async Task<IEnumerable<string?>> ReadAsync(RunSnapshots snapshots, params string[] parts)
    {
        var read = await snapshots.ReadNewest(parts);
        return [.. read.Select(payload =>
        {
            using (payload)
            {
                return payload is null ? null : Encoding.UTF8.GetString(payload.Bytes.Span);
            }
        })];
    }

    private static Payload Bytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var memory = MemoryPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(memory.Memory);
        return new Payload(memory, bytes.Length);
    }
}
