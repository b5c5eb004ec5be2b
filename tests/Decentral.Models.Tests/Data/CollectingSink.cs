using System.Text;
using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

/// <summary>Keeps the documents that it is given.</summary>
internal sealed class CollectingSink : ITextSink
{
    private readonly List<byte> _current = [];

    public List<byte[]> Documents { get; } = [];

    public IEnumerable<string> Texts => Documents.Select(Encoding.UTF8.GetString);

    public bool IsFull => false;

    public void Append(ReadOnlySpan<byte> text) => _current.AddRange(text);

    public void EndDocument()
    {
        Documents.Add([.. _current]);
        _current.Clear();
    }
}
