using System.Text;

namespace Decentral.Models.Data;

/// <summary>Collects text into lines with every run of white space folded to one space.</summary>
internal sealed class ProseLines
{
    private readonly StringBuilder _line = new();
    private readonly List<string> _lines = [];
    private bool _spacePending;

    public void Append(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var word = LengthUntilWhiteSpace(text);
            if (word == 0)
            {
                _spacePending = true;
                text = text[1..];
                continue;
            }

            if (_spacePending && _line.Length > 0)
            {
                _line.Append(' ');
            }

            _spacePending = false;
            _line.Append(text[..word]);
            text = text[word..];
        }
    }

    public void BreakLine()
    {
        if (_line.Length > 0)
        {
            _lines.Add(_line.ToString());
            _line.Clear();
        }

        _spacePending = false;
    }

    /// <summary>The lines so far; none remain.</summary>
    public List<string> TakeLines()
    {
        BreakLine();
        List<string> lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    private static int LengthUntilWhiteSpace(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && !char.IsWhiteSpace(text[length]))
        {
            length++;
        }

        return length;
    }
}
