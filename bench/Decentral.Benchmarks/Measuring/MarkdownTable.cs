namespace Decentral.Benchmarks.Measuring;

/// <summary>A table whose first columns are text and whose others are figures.</summary>
internal sealed class MarkdownTable
{
    private readonly List<string> _lines = [];

    /// <summary>One with a single column of text.</summary>
    public MarkdownTable(params string[] headings)
        : this(1, headings)
    {
    }

    public MarkdownTable(int textColumns, params string[] headings)
    {
        Add(headings);
        _lines.Add($"{string.Concat(headings.Select((_, index) => index < textColumns ? "| --- " : "| ---: "))}|");
    }

    public void Add(params string[] cells) => _lines.Add($"| {string.Join(" | ", cells)} |");

    public override string ToString() => string.Join('\n', _lines) + "\n";
}
