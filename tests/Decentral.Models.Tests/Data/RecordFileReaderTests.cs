using System.Text;
using System.Text.Json;
using Decentral.Models.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Data;

public sealed class RecordFileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CopyTo_AnyTexts_GivesOneDocumentARecord() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>[]>(), texts =>
        {
            // An unpaired surrogate is no text: UTF-8 has U+FFFD for it.
            var expected = texts.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get))).ToList();
            var lines = expected.Select(text => JsonSerializer.Serialize(new { id = 1, text }));

            Assert.Equal(expected, Read(string.Join('\n', lines)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void CopyTo_TextFieldInTheFirstRecord_TakesItAlone() => Assert.Equal(
        ["one", "two"],
        Read("""
             {"title": "A", "text": "one", "n": {"text": "inner"}}
             {"text": "two"}
             """));

    [Fact]
    public void CopyTo_NoTextField_JoinsTheStringFieldsOfTheFirstRecord() => Assert.Equal(
        ["q1\na1", "q2\na2"],
        Read("""
             {"id": 7, "question": "q1", "tags": ["x"], "answer": "a1"}
             {"answer": "a2", "question": "q2", "source": "more"}
             """));

    [Fact]
    public void CopyTo_NamedFields_JoinsThemInTheNamedOrder() => Assert.Equal(
        ["a\nq"], Read("""{"text": "t", "question": "q", "answer": "a"}""", "answer, question"));

    [Fact]
    public void CopyTo_BlankLinesMarkAndCarriageReturns_AreNoRecords() =>
        Assert.Equal(["x", "y"], Read("\uFEFF{\"text\":\"x\"}\r\n\r\n  \t\n{\"text\":\"y\"}\r\n"));

    [Fact]
    public void CopyTo_EscapesAndLongLines_AreRead()
    {
        var text = "\u00e9\n\"" + new string('x', 3 << 20);

        Assert.Equal([text, "end"], Read(JsonSerializer.Serialize(new { text }) + "\n{\"text\":\"end\"}"));
    }

    [Theory]
    [InlineData("{\"text\":\"a\"}\n{\"text\":3}", null, "line 2: field 'text' is of kind Number; expected a string")]
    [InlineData("{\"text\":\"a\"}\n{\"txt\":\"b\"}", null, "line 2: field 'text' is missing")]
    [InlineData("{\"text\":\"a\"}\n{\"text\":null}", null, "line 2: field 'text' is of kind Null")]
    [InlineData("{\"text\":\"a\"}\n\n{\"text\":\"b\"", null, "line 3: not JSON")]
    [InlineData("{\"text\":\"a\"} {\"text\":\"b\"}", null, "line 1: not JSON")]
    [InlineData("[\"text\"]", null, "line 1: expected a record")]
    [InlineData("plain words", null, "line 1: not JSON")]
    [InlineData("{\"n\":3}", null, "line 1: the record has no string field")]
    [InlineData("{\"q\":\"a\"}", "q,a", "line 1: field 'a' is missing")]
    [InlineData("{\"text\":\"\\ud800\"}", null, "line 1: it has half of a surrogate pair")]
    [InlineData("{\"\\ud800\":\"a\"}", null, "line 1: it has half of a surrogate pair")]
    [InlineData("{\"\\ud800\":\"a\"}", "text", "line 1: it has half of a surrogate pair")]
    public void CopyTo_WrongLine_NamesFileLineAndFault(string content, string? field, string expected)
    {
        var fault = Assert.Throws<DataSourceException>(() => Read(content, field));

        Assert.Contains("records.jsonl' " + expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyTo_FieldsChosenByTheFirstRecord_SaysHowToNameOthers()
    {
        var fault = Assert.Throws<DataSourceException>(() => Read("{\"q\":\"a\",\"r\":\"b\"}\n{\"q\":\"a\"}"));

        Assert.Contains("The first record chose 'q,r'; data.field names", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyTo_NotUtf8_NamesTheLine()
    {
        var path = _folder.Write("records.jsonl", [.. "{\"text\":\"a\"}\n{\"text\":\""u8, 0xFF, .. "\"}"u8]);

        var fault = Assert.Throws<DataSourceException>(() => ReadFile(path, null));

        Assert.Contains("line 2: it is not UTF-8 text", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyTo_LineBeyondTheBound_IsRefused()
    {
        var fault = Assert.Throws<DataSourceException>(() => Read("{}\n" + new string('x', (16 << 20) + 1)));

        Assert.Contains("line 1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q,,a")]
    [InlineData("q,q")]
    [InlineData(" ")]
    public void CopyTo_WrongListOfFields_IsRefused(string field)
    {
        var fault = Assert.Throws<DataSourceException>(() => Read("""{"q":"a"}""", field));

        Assert.Contains($"data.field is '{field}'", fault.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Read(string content, string? field = null) =>
        ReadFile(_folder.Write("records.jsonl", content), field);

    private static IEnumerable<string> ReadFile(string path, string? field)
    {
        var sink = new CollectingSink();
        var meter = new ProgressMeter(null, DataStage.Tokenizing, 0);
        new RecordFileReader(SourceFile.Find(path, path), field, meter).CopyTo(sink, Token);
        return sink.Texts;
    }
}
