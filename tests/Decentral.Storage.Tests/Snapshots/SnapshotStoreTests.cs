using System.Collections.Immutable;
using System.Globalization;
using Decentral.Children;
using Decentral.Storage.Snapshots;
using Decentral.Storage.Tests.Children;

namespace Decentral.Storage.Tests.Snapshots;

public sealed class SnapshotStoreTests : IDisposable
{
    private static readonly ImmutableDictionary<string, string> NoProperties =
        ImmutableDictionary<string, string>.Empty;

    private readonly TemporaryDirectory _directory = TemporaryDirectory.InMemory();

    private string Root => _directory["snapshots"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Complete_PartsWritten_AreFoundWithTheirBytesAndProperties()
    {
        var store = await Open();
        await using var writer = await store.Begin("r7-t1");
        await Task.WhenAll(
            writer.WritePart("outer.f32", new byte[] { 1, 2, 3 }),
            writer.WritePart("empty", ReadOnlyMemory<byte>.Empty),
            writer.WritePart("moments", stream =>
            {
                for (var chunk = 0; chunk < 300; chunk++)
                {
                    stream.Write(VersionedBytes.Of(chunk, 4096));
                }

                stream.WriteByte(9);
            }));
        var properties = NoProperties.Add("lanes", "2").Add("data", "cursor 5");
        var written = await writer.Complete(new SnapshotCut(42, 7), properties);

        var search = await (await Open()).FindNewest();

        var found = Assert.IsType<Snapshot>(search.Found);
        Assert.Empty(search.Rejected);
        Assert.Equal(Path.Combine(Root, "0000000042-r000007"), found.Directory);
        var manifest = found.Manifest;
        Assert.Equal((1, "r7-t1", "run-1"), (manifest.Format, manifest.Name, manifest.RunId));
        Assert.Equal((42, 7), (manifest.Sequence, manifest.Round));
        Assert.Equal(
            [("empty", 0), ("moments", (300 * 4096) + 1), ("outer.f32", 3)],
            manifest.Parts.Select(part => (part.Name, part.Bytes)));
        Assert.Equal("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", manifest.Parts[2].Sha256);
        Assert.Equal(written.Parts, manifest.Parts);
        Assert.Equal(
            [KeyValuePair.Create("data", "cursor 5"), KeyValuePair.Create("lanes", "2")], manifest.Properties);
        using var part = found.OpenPart("outer.f32");
        Assert.Equal([1, 2, 3, -1], Enumerable.Range(0, 4).Select(_ => part.ReadByte()));
        var error = Assert.Throws<StorageException>(() => found.OpenPart("outer"));
        Assert.Contains("has no part outer; it has empty, moments, outer.f32.", error.Message);
    }

    [Fact]
    public async Task FindNewest_NoneThere_FindsNone()
    {
        var search = await (await Open()).FindNewest();

        Assert.Null(search.Found);
        Assert.Empty(search.Rejected);
    }

    [Fact]
    public async Task FindNewest_RoundWentBack_GoesBySequence()
    {
        var store = await Open();
        await Take(store, 100, 9);
        await Take(store, 130, 4);

        Assert.Equal(4, (await store.FindNewest()).Found?.Manifest.Round);
    }

    [Fact]
    public async Task Complete_MoreThanAreKept_DeletesTheOldest()
    {
        var store = await Open();
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            await Take(store, sequence, sequence);
        }

        Assert.Equal(["0000000004-r000004", "0000000005-r000005"], Names());
    }

    [Fact]
    public async Task Complete_SameCutAgain_TakesThePlaceOfTheFirst()
    {
        var store = await Open();
        await Take(store, 3, 1, 10);
        await Take(store, 3, 1, 20);

        Assert.Equal(["0000000003-r000001"], Names());
        Assert.Equal(20, (await store.FindNewest()).Found?.Manifest.Parts[0].Bytes);
    }

    [Fact]
    public async Task Open_InterruptedBeforeTheManifest_DeletesItAndFindsThePrevious()
    {
        var store = await Open();
        await Take(store, 1, 1);
        await (await store.Begin("r2")).WritePart("model", new byte[10]);
        Assert.Equal(["0000000001-r000001", "r2.partial"], Names());

        var reopened = await Open();

        Assert.Equal(["0000000001-r000001"], Names());
        Assert.Equal(1, (await reopened.FindNewest()).Found?.Manifest.Sequence);
    }

    [Fact]
    public async Task Open_InterruptedAfterTheManifest_FinishesIt()
    {
        var store = await Open();
        await Take(store, 2, 2, 10);
        var unfinished = Path.Combine(Root, "r2.partial");
        Directory.Move(Path.Combine(Root, "0000000002-r000002"), unfinished);
        Directory.CreateDirectory(Path.Combine(Root, "0000000002-r000002"));

        var reopened = await Open();

        Assert.Equal(["0000000002-r000002"], Names());
        Assert.Equal(10, (await reopened.FindNewest()).Found?.Manifest.Parts[0].Bytes);
    }

    [Fact]
    public async Task Open_DirectoryThatIsNoSnapshot_IsLeftAlone()
    {
        Directory.CreateDirectory(Path.Combine(Root, "keep-this"));

        var search = await (await Open()).FindNewest();

        Assert.Equal(["keep-this"], Names());
        Assert.Null(search.Found);
    }

    [Fact]
    public async Task Dispose_BeforeComplete_DeletesWhatWasWritten()
    {
        var store = await Open();
        await using (var writer = await store.Begin("r1"))
        {
            await writer.WritePart("model", new byte[10]);
        }

        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("cut short", "part model has 7 bytes, expected 8")]
    [InlineData("changed", "part model has digest ")]
    [InlineData("missing", "part model cannot be read: Could not find file")]
    [InlineData("manifest changed", "its manifest does not match its own digest")]
    [InlineData("manifest torn", "its manifest cannot be read: ")]
    [InlineData("newer", "it has format 2, this build knows 1")]
    public async Task FindNewest_NewestIsDamaged_FallsBackAndSaysWhy(string damage, string expected)
    {
        var store = await Open();
        await Take(store, 1, 1);
        await Take(store, 2, 2);
        Damage(Path.Combine(Root, "0000000002-r000002"), damage);

        var search = await store.FindNewest();

        Assert.Equal(1, search.Found?.Manifest.Sequence);
        var reason = Assert.Single(search.Rejected);
        Assert.StartsWith($"Snapshot 0000000002-r000002 is passed over: {expected}", reason);
    }

    [Fact]
    public async Task FindNewest_OfAnotherRun_IsPassedOver()
    {
        await Take(await SnapshotStore.Open(new() { Directory = Root, RunId = "run-0" }), 5, 5);

        var search = await (await Open()).FindNewest();

        Assert.Null(search.Found);
        Assert.Contains("it belongs to run run-0, not to run-1", Assert.Single(search.Rejected));
    }

    [Theory]
    [InlineData("../model")]
    [InlineData(".hidden")]
    [InlineData("manifest.json")]
    [InlineData("with space")]
    public async Task WritePart_NameThatCannotBe_IsRefused(string name)
    {
        var store = await Open();
        await using var writer = await store.Begin("r1");

        await Assert.ThrowsAsync<ArgumentException>(() => writer.WritePart(name, new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Begin(name));
    }

    [Fact]
    public async Task WritePart_BeingWritten_IsRefused()
    {
        await using var writer = await (await Open()).Begin("r1");
        using var release = new ManualResetEventSlim();
        var first = writer.WritePart("model", _ => release.Wait(TestContext.Current.CancellationToken));

        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WritePart("model", new byte[1]));

        release.Set();
        await first;
    }

    [Fact]
    public async Task WritePart_Again_ReplacesThePartEvenAfterAFailure()
    {
        var store = await Open();
        await using var writer = await store.Begin("r1");
        await writer.WritePart("model", new byte[100]);
        await Assert.ThrowsAsync<StorageException>(() => writer.WritePart("model", Fail));
        await writer.WritePart("model", new byte[] { 5 });
        await writer.Complete(new SnapshotCut(1, 1), NoProperties);

        var found = (await store.FindNewest()).Found!;

        using var part = found.OpenPart("model");
        Assert.Equal([5, -1], [part.ReadByte(), part.ReadByte()]);
    }

    [Fact]
    public async Task Complete_APartFailed_IsRefused()
    {
        await using var writer = await (await Open()).Begin("r1");
        var error = await Assert.ThrowsAsync<StorageException>(
            () => writer.WritePart("model", Fail));

        Assert.Contains("could not be written (part model): No space left on device", error.Message);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => writer.Complete(new SnapshotCut(1, 1), NoProperties));
        Assert.Contains("model failed or are still being written", refusal.Message);
    }

    [Fact]
    public async Task Complete_KilledAtRandomInstants_NewestIsWholeAndNoOlderThanTheLastCompleted()
    {
        var random = new Random(99);

        for (var kill = 0; kill < 8; kill++)
        {
            var reports = await ChildProcess.RunUntilKilled(SnapshottingChild.Role, Root, random, 1 + random.Next(30));

            var search = await (await SnapshotStore.Open(SnapshottingChild.Options(Root))).FindNewest();

            var found = Assert.IsType<Snapshot>(search.Found);
            Assert.Empty(search.Rejected);
            Assert.InRange(found.Manifest.Sequence - long.Parse(reports[^1], CultureInfo.InvariantCulture), 0, 1);
            Assert.All(found.Manifest.Parts, part => Assert.Equal(found.Manifest.Sequence, VersionOf(found, part)));
            Assert.InRange(Names().Count(), 1, 3);
        }
    }

    private Task<SnapshotStore> Open() =>
        SnapshotStore.Open(new SnapshotStoreOptions { Directory = Root, RunId = "run-1" });

    private static async Task Take(SnapshotStore store, long sequence, long round, int bytes = 8)
    {
        await using var writer = await store.Begin($"r{round}");
        await writer.WritePart("model", new byte[bytes]);
        await writer.Complete(new SnapshotCut(sequence, round), NoProperties);
    }

    private static void Fail(Stream stream)
    {
        stream.Write(new byte[50]);
        throw new IOException("No space left on device");
    }

    private IEnumerable<string> Names() =>
        new DirectoryInfo(Root).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);

    private static int VersionOf(Snapshot snapshot, SnapshotPart part) => VersionedBytes.Check(
        File.ReadAllBytes(Path.Combine(snapshot.Directory, part.Name)), _ => SnapshottingChild.PartBytes);

    private static void Damage(string snapshot, string damage)
    {
        var part = Path.Combine(snapshot, "model");
        var manifest = Path.Combine(snapshot, "manifest.json");
        Action act = damage switch
        {
            "cut short" => () => File.WriteAllBytes(part, new byte[7]),
            "changed" => () => File.WriteAllBytes(part, [0, 0, 0, 0, 0, 0, 0, 1]),
            "missing" => () => File.Delete(part),
            "manifest changed" => () => Replace(manifest, "\"round\": 2", "\"round\": 3"),
            "manifest torn" => () => File.WriteAllText(manifest, File.ReadAllText(manifest)[..50]),
            "newer" => () => Replace(manifest, "\"format\": 1", "\"format\": 2"),
            _ => throw new ArgumentException(damage),
        };
        act();
    }

    private static void Replace(string path, string from, string to)
    {
        var text = File.ReadAllText(path);
        Assert.Contains(from, text);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
