using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

public sealed class DocumentationReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_MemberWithEveryPart_GivesItsProseInOrder()
    {
        var documents = Read(
            """
            <member name="M:System.Text.Sample.Join(System.String)">
              <summary>Joins <paramref name="parts" />
                 with   a <see cref="T:System.Char" />, or <see langword="null" />.</summary>
              <typeparam name="T">The type of parts.</typeparam>
              <param name="parts">What <c>Join</c> &lt;joins&gt;.</param>
              <param name="unused" />
              <returns>See <see cref="P:System.String.Length">the length</see>.</returns>
              <exception cref="T:System.Exception">Not prose of ours.</exception>
              <remarks>
                <para>First paragraph.</para><para>Second.<code>var x = 1;</code> Still second.</para>
                <list type="bullet"><item><description>An item.</description></item></list>
                <![CDATA[Raw < text.]]>
              </remarks>
              <value>A value.</value>
            </member>
            """);

        Assert.Equal(
            [
                "Joins parts with a Char, or null.",
                "The type of parts.",
                "What Join <joins>.",
                "See the length.",
                "First paragraph.",
                "Second. Still second.",
                "An item.",
                "Raw < text.",
                "A value.",
            ],
            Assert.Single(documents, document => document.Name == "System.Text.Sample").Lines);
    }

    [Fact]
    public void Read_SeveralMembers_NamesTheTypeOfEach()
    {
        var documents = Read(
            """
            <member name="T:A.B"><summary>About B.</summary></member>
            <member name="T:A.Silent" />
            <member name="M:A.B.#ctor"><summary>Makes B.</summary></member>
            <member><summary>Nameless.</summary></member>
            <member name="T:A.C"><summary>About C.</summary></member>
            """);

        Assert.Equal(["A.B", "A.B", "A.C"], documents.Select(document => document.Name));
        Assert.Equal(["About B.", "Makes B.", "About C."], documents.SelectMany(document => document.Lines));
    }

    [Theory]
    [InlineData("<member name='T:A'><summary>no end</member>", "line")]
    [InlineData("<member name='T:A'><summary>&unknown;</summary></member>", "unknown")]
    public void Read_NotWellFormed_NamesTheFile(string members, string expected)
    {
        var fault = Assert.Throws<DataSourceException>(() => Read(members));

        Assert.Contains("doc.xml' is not well-formed XML", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Read_DocumentTypeWithEntities_IsRefused()
    {
        var path = _folder.Write("doc.xml", "<!DOCTYPE doc [<!ENTITY a 'b'>]><doc>&a;</doc>");

        Assert.Throws<DataSourceException>(
            () => new DocumentationReader().Read(SourceFile.Find(path, path), (_, _) => { }));
    }

    [Theory]
    [InlineData("Gets the number of elements in the set.", true)]
    [InlineData("The action name. Used to resolve endpoints.", true)]
    [InlineData("A64: UZP2 Vd.2S, Vn.2S, Vm.2S", false)]
    [InlineData("int32x4_t vhsubq_s32 (int32x4_t a, int32x4_t b)", false)]
    [InlineData("Identifier", false)]
    [InlineData("", false)]
    public void IsProse_Line_TellsSentencesFromListings(string line, bool expected) =>
        Assert.Equal(expected, ProseReader.IsProse(line));

    private List<(string Name, IReadOnlyList<string> Lines)> Read(string members)
    {
        var path = _folder.Write("doc.xml", $"<?xml version='1.0'?><doc><members>{members}</members></doc>");
        var documents = new List<(string, IReadOnlyList<string>)>();
        new DocumentationReader().Read(SourceFile.Find(path, path), (name, lines) => documents.Add((name, lines)));
        return documents;
    }
}
