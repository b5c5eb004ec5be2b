using System.Text;
using Decentral.Models.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Data;

public sealed class FileSourceTests : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CopyTo_SeveralFiles_GivesEachAsADocument()
    {
        _folder.Write("b.txt", "second\r\n");
        _folder.Write("a.txt", "first");
        _folder.Write("empty.txt", "");

        Assert.Equal(["first", "second\r\n"], Read(_folder.Path));
    }

    [Fact]
    public void CopyTo_CharactersAcrossChunks_GivesTheFile()
    {
        for (var shift = 0; shift <= 10; shift++)
        {
            var text = new string('a', ChunkBytes - shift) + "é€😀 end";

            Assert.Equal([text], Read(_folder.Write("long.txt", text)));
        }
    }

    [Fact]
    public void CopyTo_ByteOrderMark_LeavesItOut()
    {
        var path = _folder.Write("marked.txt", "\uFEFFtext \uFEFF");

        Assert.Equal(["text \uFEFF"], Read(path));
    }

    [Fact]
    public void CopyTo_NulByte_SaysWhere()
    {
        var path = _folder.Write("a.bin", "one\ntwo\0");

        AssertFault(path, "a.bin' is not UTF-8 text: there is a NUL byte (line 2, byte offset 7)", "data.format");
    }

    [Fact]
    public void CopyTo_FaultInALaterChunk_CountsFromTheBeginning()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)'\n', ChunkBytes), (byte)'a', 0xC3];
        var path = _folder.Write("late.txt", bytes);

        AssertFault(path, $"byte 0xC3 is not UTF-8 there (line {ChunkBytes + 1}, byte offset {ChunkBytes + 1})");
    }

    [Fact]
    public void CopyTo_Utf16_SaysHowToConvertIt()
    {
        var path = _folder.Write("wide.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text")]);

        AssertFault(path, "UTF-16", "iconv");
    }

    [Fact]
    public void CopyTo_AnyBytesAsBytes_GivesThemAll() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<byte>>(), content =>
        {
            var path = _folder.Write("any.jsonl", content.Get);
            var sink = new CollectingSink();

            Resolve(new DataSelection { Source = path, Format = DataFormat.Bytes }).CopyTo(sink, null, Token);

            Assert.Equal([content.Get], sink.Documents);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Resolve_EmptyFile_SaysSo()
    {
        var path = _folder.Write("empty.txt", "");

        var fault = Assert.Throws<DataSourceException>(() => Resolve(new DataSelection { Source = path }));

        Assert.Equal($"'{path}' is empty. Put text into it, or name another by --data.", fault.Message);
    }

    [Fact]
    public void Resolve_OnlyEmptyFiles_SaysHowMany()
    {
        _folder.Write("a.txt", "");
        _folder.Write("b.txt", "");

        var fault = Assert.Throws<DataSourceException>(() => Resolve(new DataSelection { Source = _folder.Path }));

        Assert.Contains("All 2 files", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("Put text into one, or name another by --data.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_FieldWithoutRecords_IsRefused()
    {
        var path = _folder.Write("a.txt", "text");

        var fault = Assert.Throws<DataSourceException>(
            () => Resolve(new DataSelection { Source = path, Field = "question" }));

        Assert.Contains("data.field 'question'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Remove data.field", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyTo_FileInExclusiveUse_NamesIt()
    {
        var path = _folder.Write("busy.txt", "text");
        using var user = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);

        AssertFault(path, "busy.txt' cannot be read");
    }

    [Fact]
    public void CopyTo_DeletedSinceItWasFound_NamesIt()
    {
        var path = _folder.Write("gone.txt", "text");
        var source = Resolve(new DataSelection { Source = path });
        File.Delete(path);

        var fault = Assert.Throws<DataSourceException>(() => source.CopyTo(new CollectingSink(), null, Token));

        Assert.Contains("gone.txt' cannot be read", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyTo_ChangedSinceItWasFound_SaysSo()
    {
        var path = _folder.Write("grows.txt", "text");
        var source = Resolve(new DataSelection { Source = path });
        File.AppendAllText(path, " and more");

        var fault = Assert.Throws<DataSourceException>(() => source.CopyTo(new CollectingSink(), null, Token));

        Assert.Contains("(4 bytes at first, now 13)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyTo_Cancelled_Stops()
    {
        var path = _folder.Write("a.txt", "text");
        var source = Resolve(new DataSelection { Source = path });

        Assert.Throws<OperationCanceledException>(
            () => source.CopyTo(new CollectingSink(), null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Identify_SameContentElsewhere_IsTheSame()
    {
        var one = Identify(new DataSelection { Source = _folder.Write("a.txt", "text") });
        var same = Identify(new DataSelection { Source = _folder.Write("b.txt", "text") });
        var records = Identify(new DataSelection { Source = _folder.Write("c.jsonl", "text") });
        var other = Identify(new DataSelection { Source = _folder.Write("d.txt", "texT") });

        Assert.Equal(one, same);
        Assert.NotEqual(one, records);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Identify_SameBytesCutIntoOtherFiles_Differs()
    {
        _folder.Write("one/a.txt", "ab");
        _folder.Write("one/b.txt", "c");
        _folder.Write("two/a.txt", "a");
        _folder.Write("two/b.txt", "bc");

        var one = Identify(new DataSelection { Source = _folder["one"] });
        var two = Identify(new DataSelection { Source = _folder["two"] });

        Assert.NotEqual(one, two);
    }

    private static TextSource Resolve(DataSelection selection) =>
        TextSourceResolver.Resolve(selection, new DocumentationPlaces([], []));

    private static ContentDigest Identify(DataSelection selection) => Resolve(selection).Identify(null, Token);

    private static IEnumerable<string> Read(string path)
    {
        var sink = new CollectingSink();
        Resolve(new DataSelection { Source = path }).CopyTo(sink, null, Token);
        return sink.Texts;
    }

    private static void AssertFault(string path, params string[] parts)
    {
        var source = Resolve(new DataSelection { Source = path });

        var fault = Assert.Throws<DataSourceException>(() => source.CopyTo(new CollectingSink(), null, Token));

        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }
}
