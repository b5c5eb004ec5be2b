using Decentral.Files;
using Decentral.Models.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Data;

public sealed class TokenShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AnyTokens_GivesWhatWasWritten() =>
        Prop.ForAll(TokenStreams.Any, stream =>
        {
            var reference = TokenStreams.WriteShard(_folder.Path, stream.Vocabulary, stream.Tokens);

            using var shard = Open(reference);
            var asInt32 = new int[stream.Tokens.Length];
            var asInt64 = new long[stream.Tokens.Length];
            shard.Read(0, asInt32.AsSpan());
            shard.Read(0, asInt64.AsSpan());

            Assert.Equal(stream.Tokens, asInt32);
            Assert.Equal(stream.Tokens, asInt64.Select(token => (int)token));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Complete_MoreThanTheBuffer_HasTheSameDigestHoweverItWasAppended()
    {
        int[] tokens = [.. Enumerable.Range(0, 200_000).Select(i => i % 300)];
        using var writer = new TokenShardWriter(_folder.Path, 300);
        foreach (var part in tokens.Chunk(777))
        {
            writer.Append(part);
        }

        var reference = writer.Complete();

        Assert.Equal(TokenStreams.WriteShard(_folder.Path, 300, tokens), reference);
        using var shard = Open(reference);
        var read = new int[tokens.Length];
        shard.Read(0, read.AsSpan());
        Assert.Equal(tokens, read);
    }

    [Fact]
    public void Open_AnyByteChanged_IsRefused()
    {
        var reference = TokenStreams.WriteShard(_folder.Path, 70_000, [1, 2, 3, 69_999]);
        var path = PathOf(reference);
        var good = File.ReadAllBytes(path);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= 0x10;
            File.WriteAllBytes(path, bad);

            Assert.Throws<InvalidDataException>(() => Open(reference));
        }
    }

    [Fact]
    public void Open_AnyTruncation_IsRefused()
    {
        var reference = TokenStreams.WriteShard(_folder.Path, 256, [1, 2, 3, 4, 5]);
        var path = PathOf(reference);
        var good = File.ReadAllBytes(path);
        for (var length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(path, good[..length]);

            Assert.Throws<InvalidDataException>(() => Open(reference));
        }
    }

    [Fact]
    public void Open_Truncated_SaysWhatItPromisesAndWhatItHolds()
    {
        var reference = TokenStreams.WriteShard(_folder.Path, 300, [1, 2, 3, 4, 5]);
        var path = PathOf(reference);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^3]);

        var fault = Assert.Throws<InvalidDataException>(() => Open(reference));

        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("5 tokens of 2 bytes, the file holds 7 bytes", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Delete it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AbsurdTokenCount_IsRefusedByTheLengthOfTheFile()
    {
        var reference = TokenStreams.WriteShard(_folder.Path, 300, [1, 2, 3]);
        var path = PathOf(reference);
        var bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(16), (long.MaxValue / 2) + 2);
        File.WriteAllBytes(path, bytes);

        var fault = Assert.Throws<InvalidDataException>(() => Open(reference));

        Assert.Contains("truncated or corrupt", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnotherFile_SaysThatItIsNoShard()
    {
        var reference = TokenStreams.WriteShard(_folder.Path, 300, [1, 2, 3]);
        File.WriteAllText(PathOf(reference), new string('x', 100));

        var fault = Assert.Throws<InvalidDataException>(() => Open(reference));

        Assert.Contains("is not a token shard", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnotherShard_NamesBothDigests()
    {
        var wanted = TokenStreams.WriteShard(_folder.Path, 300, [1, 2, 3]);
        var other = TokenStreams.WriteShard(_folder.Path, 300, [1, 2, 4]);
        File.Copy(PathOf(other), PathOf(wanted), overwrite: true);

        var fault = Assert.Throws<InvalidDataException>(() => Open(wanted));

        Assert.Contains(wanted.Digest.ToString(), fault.Message, StringComparison.Ordinal);
        Assert.Contains(other.Digest.ToString(), fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void Append_TokenOutsideTheVocabulary_Throws(int token)
    {
        using var writer = new TokenShardWriter(_folder.Path, 256);

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Append([0, token]));
    }

    [Fact]
    public void Dispose_BeforeComplete_LeavesNothing()
    {
        new TokenShardWriter(_folder.Path, 256).Dispose();

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(3, 1)]
    [InlineData(long.MaxValue, 1)]
    public void Read_BeyondTheTokens_Throws(long start, int count)
    {
        using var shard = Open(TokenStreams.WriteShard(_folder.Path, 256, [1, 2, 3]));

        Assert.Throws<ArgumentOutOfRangeException>(() => shard.Read(start, new int[count].AsSpan()));
    }

    [Fact]
    public void Read_AfterDispose_Throws()
    {
        var shard = Open(TokenStreams.WriteShard(_folder.Path, 256, [1, 2, 3]));
        shard.Dispose();

        Assert.Throws<ObjectDisposedException>(() => shard.Read(0, new int[1].AsSpan()));
    }

    [Fact]
    public void RemoveAbandoned_SomeStillWritten_DeletesOnlyTheOthers()
    {
        var abandoned = _folder.Write("left.partial", "killed here");
        using var live = new TokenShardWriter(_folder.Path, 256);
        live.Append([1, 2, 3]);

        PendingFile.RemoveAbandoned(_folder.Path);

        Assert.False(File.Exists(abandoned));
        Assert.True(File.Exists(PathOf(live.Complete())));
    }

    private string PathOf(ShardReference reference) => TokenShardStore.PathOf(_folder.Path, reference.Digest);

    private TokenShard Open(ShardReference reference) => TokenShard.Open(PathOf(reference), reference);
}
