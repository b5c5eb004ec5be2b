namespace Decentral.Benchmarks.Measuring;

/// <summary>A table whose first column is text and whose others are figures.</summary>
internal sealed class MarkdownTable
{
    private readonly List<string> _lines = [];

    public MarkdownTable(params string[] headings)
    {
        Add(headings);
        _lines.Add($"| --- {string.Concat(Enumerable.Repeat("| ---: ", headings.Length - 1))}|");
    }

    public void Add(params string[] cells) => _lines.Add($"| {string.Join(" | ", cells)} |");

    public override string ToString() => string.Join('\n', _lines) + "\n";
}
