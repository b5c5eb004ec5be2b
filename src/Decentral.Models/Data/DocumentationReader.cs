using System.Xml;

namespace Decentral.Models.Data;

/// <summary>
/// Reads XML documentation files: a document is a type with its members, its prose what <c>summary</c>,
/// <c>remarks</c>, <c>param</c>, <c>typeparam</c>, <c>returns</c> and <c>value</c> say, code blocks left out.
/// </summary>
internal sealed class DocumentationReader : ProseReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        XmlResolver = null,
    };

    private readonly ProseLines _lines = new();

    public override void Read(SourceFile file, Action<string, IReadOnlyList<string>> take)
    {
        using var stream = file.Open();
        try
        {
            using var reader = XmlReader.Create(stream, Settings);
            ReadMembers(reader, take);
        }
        catch (XmlException e)
        {
            throw new DataSourceException($"'{file.Name}' is not well-formed XML: {e.Message}", e);
        }
    }

    private void ReadMembers(XmlReader reader, Action<string, IReadOnlyList<string>> take)
    {
        while (reader.ReadToFollowing("member"))
        {
            var name = reader.GetAttribute("name");
            using var member = reader.ReadSubtree();
            member.Read();
            ReadMember(member);
            var lines = _lines.TakeLines();
            if (name is not null && lines.Count > 0)
            {
                take(CodeReference.TypeOf(name), lines);
            }
        }
    }

    private void ReadMember(XmlReader member)
    {
        var more = member.Read();
        while (more)
        {
            if (member.NodeType != XmlNodeType.Element)
            {
                more = member.Read();
            }
            else if (member.Name is "summary" or "remarks" or "param" or "typeparam" or "returns" or "value")
            {
                ReadProse(member);
                _lines.BreakLine();
                more = member.Read();
            }
            else
            {
                more = Skip(member);
            }
        }
    }

    private void ReadProse(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        var more = reader.Read();
        while (more && reader.Depth > depth)
        {
            more = reader is { NodeType: XmlNodeType.Element, Name: "code" } ? Skip(reader) : ReadNode(reader);
        }
    }

    private static bool Skip(XmlReader reader)
    {
        reader.Skip();
        return !reader.EOF;
    }

    private bool ReadNode(XmlReader reader)
    {
        var isElement = reader.NodeType == XmlNodeType.Element;
        if ((isElement || reader.NodeType == XmlNodeType.EndElement) && IsBlock(reader.Name))
        {
            _lines.BreakLine();
        }
        else
        {
            _lines.Append(isElement ? ReferenceText(reader) : reader.Value);
        }

        return reader.Read();
    }

    private static bool IsBlock(string element) =>
        element is "para" or "p" or "br" or "list" or "listheader" or "item" or "ul" or "ol" or "li";

    /// <summary>The words for an element that refers to something and has none of its own.</summary>
    private static string? ReferenceText(XmlReader reader) => reader.Name switch
    {
        "paramref" or "typeparamref" => reader.GetAttribute("name"),
        "see" or "seealso" when reader.IsEmptyElement => reader.GetAttribute("langword")
            ?? (reader.GetAttribute("cref") is { } reference ? CodeReference.ToReadable(reference) : null),
        _ => null,
    };
}
