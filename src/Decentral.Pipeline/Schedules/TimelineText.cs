using System.Globalization;
using System.Text;

namespace Decentral.Pipeline.Schedules;

/// <summary>
/// A timeline as rows of text, one for each stage, in columns of equal time: a pass's label, dashes as it goes on, dots while nothing is
/// done. Where a stage has several chunks, a letter says which of its own it is: F0a.
/// </summary>
/// <remarks>A column shows what is under way at its middle, and is as long as the shortest pass, so that each is seen.</remarks>
public static class TimelineText
{
    /// <summary>Columns of time at most; of a longer timeline the shortest passes may not be seen.</summary>
    private const int MostColumns = 400;

    private const string RowName = "stage ";

    /// <summary>The rows, in bands that follow one another where all columns are wider than the text may be.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="width">Characters of a line, at least 40.</param>
    public static string Write(Timeline timeline, int width)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 40);
        var rows = Rows(timeline);
        var cell = 1 + rows.SelectMany(row => row).Max(label => label.Length);
        var name = 1 + NameOf(timeline.Stages.Length - 1).Length;
        var band = Math.Max(1, (width - name) / cell);
        var text = new StringBuilder();
        for (var first = 0; first < rows[0].Length; first += band)
        {
            text.Append(first == 0 ? "" : "\n");
            for (var stage = 0; stage < rows.Length; stage++)
            {
                var cells = rows[stage].Skip(first).Take(band).Select(label => Padded(label, cell));
                text.Append((NameOf(stage).PadRight(name) + string.Concat(cells)).TrimEnd()).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string[][] Rows(Timeline timeline)
    {
        var shortest = timeline.Stages.SelectMany(passes => passes).Min(pass => pass.End - pass.Start);
        var unit = Math.Max(shortest, timeline.Makespan / MostColumns);
        var columns = (int)Math.Ceiling((timeline.Makespan / unit) - 1e-9);
        return [.. Enumerable.Range(0, timeline.Stages.Length).Select(stage => Row(timeline, stage, unit, columns))];
    }

    private static string[] Row(Timeline timeline, int stage, double unit, int columns)
    {
        var cells = new string[columns];
        var (passes, next, shown) = (timeline.Stages[stage], 0, -1);
        for (var column = 0; column < columns; column++)
        {
            var middle = (column + 0.5) * unit;
            while (next < passes.Length && passes[next].End <= middle)
            {
                next++;
            }

            var isIdle = next == passes.Length || passes[next].Start > middle;
            cells[column] = isIdle ? "." : next == shown ? "-" : LabelOf(timeline, stage, passes[next].Pass);
            shown = isIdle ? shown : next;
        }

        return cells;
    }

    private static string LabelOf(Timeline timeline, int stage, Pass pass)
    {
        var own = timeline.Routes.StageOfChunk.Take(pass.Chunk).Count(other => other == stage);
        var isOnly = own == 0 && timeline.Routes.StageOfChunk.Count(other => other == stage) == 1;
        return isOnly ? pass.Label : pass.Label + (char)('a' + own);
    }

    private static string Padded(string label, int cell) => label == "-" ? new string('-', cell - 1) + " " : label.PadRight(cell);

    private static string NameOf(int stage) => RowName + stage.ToString(CultureInfo.InvariantCulture);
}
