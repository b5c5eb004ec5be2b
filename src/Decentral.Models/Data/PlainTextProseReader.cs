using System.Text;
using Decentral.Models.Tokenizers;

namespace Decentral.Models.Data;

/// <summary>Reads plain text files: a document is a file, its paragraphs are parted by blank lines.</summary>
internal sealed class PlainTextProseReader : ProseReader
{
    private readonly ProseLines _lines = new();

    /// <summary>A file that is not UTF-8 has no prose for us, and gives nothing.</summary>
    /// <inheritdoc/>
    public override void Read(SourceFile file, Action<string, IReadOnlyList<string>> take)
    {
        using var stream = file.Open();
        var bytes = new byte[file.Length];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (Utf8Text.FindFault(bytes.AsSpan(0, read)) is not null)
        {
            return;
        }

        foreach (ReadOnlySpan<char> line in Encoding.UTF8.GetString(bytes, 0, read).AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                _lines.BreakLine();
            }

            _lines.Append(line);
            _lines.Append(" ");
        }

        take(file.Path, _lines.TakeLines());
    }
}
