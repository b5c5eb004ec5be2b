using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

public sealed class SdkDocumentationTests : IDisposable
{
    private static readonly DataSelection Selection = new() { Source = DataSelection.SdkDocumentation };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resolve_Packs_TakesTheNewestVersionOfEachOnce()
    {
        WritePack("sdk", "One.Ref/9.0.11", "One", "An old sentence of one.");
        WritePack("sdk", "One.Ref/10.0.9", "One", "A former sentence of one.");
        WritePack("sdk", "One.Ref/10.0.12", "One", "The newest sentence of one.");
        WritePack("sdk", "One.Ref/10.0.12-rc.1", "One", "A trial sentence of one.");
        WritePack("sdk", "Two.Ref/1.0.0", "Two", "The only sentence of two.");
        WritePack("sdk", "Two.Ref/1.0.0", "One", "The newest sentence of one.");
        WritePack("later", "Three.Ref/1.0.0", "Three", "A sentence of a later root.");

        var texts = Read(new DocumentationPlaces([_folder["none"], _folder["sdk"], _folder["later"]], []));

        Assert.Equal(["The newest sentence of one.", "The only sentence of two."], texts.Order());
    }

    [Fact]
    public void CopyTo_RepeatedSentences_GivesEachOnce()
    {
        WritePack("sdk", "One.Ref/1.0.0", "One", "Releases all resources used here.", "This sentence is about one.");
        WritePack("sdk", "One.Ref/1.0.0", "Two", "Releases all resources used here.", "This sentence is about two.");

        var texts = Read(new DocumentationPlaces([_folder["sdk"]], []));

        Assert.Single(
            texts.SelectMany(text => text.Split('\n')), "Releases all resources used here.");
        Assert.Equal(3, texts.Sum(text => text.Split('\n').Length));
    }

    [Fact]
    public void CopyTo_Always_GivesTheSameOrderWhateverTheFilesAreCalled()
    {
        WritePack("sdk", "One.Ref/1.0.0", "One", "This sentence is about one.");
        WritePack("sdk", "One.Ref/1.0.0", "Two", "This sentence is about two.");
        WritePack("sdk", "One.Ref/1.0.0", "Three", "This sentence is about three.");
        var before = Read(new DocumentationPlaces([_folder["sdk"]], []));
        File.Move(_folder["sdk/packs/One.Ref/1.0.0/ref/net/One.xml"], _folder["sdk/packs/One.Ref/1.0.0/ref/net/Z.xml"]);

        Assert.Equal(before, Read(new DocumentationPlaces([_folder["sdk"]], [])));
    }

    [Fact]
    public void Identify_PackChanged_Differs()
    {
        WritePack("sdk", "One.Ref/1.0.0", "One", "This sentence is about one.");
        var places = new DocumentationPlaces([_folder["sdk"]], []);
        var before = TextSourceResolver.Resolve(Selection, places).Identify(null, Token);

        Assert.Equal(before, TextSourceResolver.Resolve(Selection, places).Identify(null, Token));
        WritePack("sdk", "One.Ref/1.0.0", "One", "This sentence is about one, and longer.");
        Assert.NotEqual(before, TextSourceResolver.Resolve(Selection, places).Identify(null, Token));
    }

    [Fact]
    public void Resolve_NoPacks_FallsBackToTheSystemsDocumentsAndSaysSo()
    {
        _folder.Write("common-licenses/GPL", "Everyone is permitted to copy\nand distribute this licence.\n\nNo\n");
        _folder.Write("doc/tool/copyright", "Everyone is permitted to copy and distribute this licence.");
        _folder.Write("doc/tool/README.Debian", "This tool is useful for many things.");
        _folder.Write("doc/tool/NEWS.gz", [0x1F, 0x8B, 0, 1]);
        _folder.Write("doc/tool/README", [0xFF, 0x00]);
        _folder.Write("doc/tool/picture.png", "This is not read at all.");
        var places = new DocumentationPlaces(["/nowhere"], [_folder["common-licenses"], _folder["doc"]]);

        var source = TextSourceResolver.Resolve(Selection, places);

        Assert.Contains("/nowhere", Assert.Single(source.Notices), StringComparison.Ordinal);
        Assert.Contains("--data", Assert.Single(source.Notices), StringComparison.Ordinal);
        Assert.Equal(
            ["Everyone is permitted to copy and distribute this licence.", "This tool is useful for many things."],
            Read(places).Where(text => text.Length > 0).Order());
    }

    [Fact]
    public void Resolve_NothingAtAll_SaysWhereItLookedAndWhatElseToName()
    {
        var places = new DocumentationPlaces([_folder["sdk"]], [_folder["doc"]]);

        var fault = Assert.Throws<DataSourceException>(() => TextSourceResolver.Resolve(Selection, places));

        Assert.Contains("packs/*/ref/*/*.xml", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["sdk"], fault.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["doc"], fault.Message, StringComparison.Ordinal);
        Assert.Contains("--data FILE", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", DataFormat.Text, "data.field")]
    [InlineData(null, DataFormat.Bytes, "data.format")]
    public void Resolve_OptionOfFiles_IsRefused(string? field, DataFormat format, string expected)
    {
        var selection = Selection with { Field = field, Format = format };

        var fault = Assert.Throws<DataSourceException>(
            () => TextSourceResolver.Resolve(selection, new DocumentationPlaces([], [])));

        Assert.Contains($"{expected} does not apply", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, "data.source is empty")]
    [InlineData("sdk-docs", 0L, "data.maxBytes is 0")]
    public void Resolve_WrongOption_SaysWhich(string source, long? maxBytes, string expected)
    {
        var selection = new DataSelection { Source = source, MaxBytes = maxBytes };

        var fault = Assert.Throws<DataSourceException>(() => TextSource.Resolve(selection));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ThisMachine_HasTheRunningRuntimeFirst()
    {
        var roots = SdkRoots.Find();

        Assert.True(Directory.Exists(Path.Combine(roots[0], "shared", "Microsoft.NETCore.App")));
        Assert.Equal(roots.Distinct(), roots);
    }

    private static List<string> Read(DocumentationPlaces places)
    {
        var sink = new CollectingSink();
        TextSourceResolver.Resolve(Selection, places).CopyTo(sink, null, Token);
        return [.. sink.Texts];
    }

    private void WritePack(string root, string version, string type, params string[] sentences)
    {
        var members = sentences.Select(
            (text, i) => $"<member name='M:A.{type}.M{i}'><summary>{text}</summary></member>");
        _folder.Write(
            $"{root}/packs/{version}/ref/net/{type}.xml", $"<doc><members>{string.Concat(members)}</members></doc>");
    }
}
