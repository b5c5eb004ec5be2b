using Spectre.Console;

namespace Decentral.Cli.Presentation;

/// <summary>Rows of text in columns that are as wide as they must be.</summary>
internal static class TextColumns
{
    private const int Gap = 3;

    /// <param name="console">Where they go.</param>
    /// <param name="rows">The cells of each; a row may end early.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<string[]> rows)
    {
        var columns = rows.Max(row => row.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => WidthOf(row, column)))];
        foreach (var row in rows)
        {
            console.WriteLine(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column] + Gap))).TrimEnd());
        }
    }

    /// <summary>The last cell of a row reaches as far as it likes.</summary>
    private static int WidthOf(string[] row, int column) => column < row.Length - 1 ? row[column].Length : 0;
}
