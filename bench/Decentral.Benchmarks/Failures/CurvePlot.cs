using System.Collections.Immutable;
using System.Globalization;
using System.Security;
using System.Text;
using Decentral.Benchmarks.Methods;

namespace Decentral.Benchmarks.Failures;

/// <summary>Panels of lines, two in a row, as SVG on white.</summary>
internal sealed class CurvePlot
{
    private const double PanelWidth = 450;
    private const double PanelHeight = 300;
    private const double LeftMargin = 46;
    private const double RightMargin = 14;
    private const double TopMargin = 30;
    private const double BottomMargin = 44;
    private const double LegendHeight = 74;
    private const double LegendColumn = 215;
    private const int LegendColumns = 4;
    private const int Columns = 2;

    private readonly StringBuilder _svg = new();

    /// <summary>The whole picture.</summary>
    /// <param name="panels">Row by row.</param>
    /// <param name="highest">Losses above it are cut off: what all lines have in common at the beginning says nothing.</param>
    public static string Draw(ImmutableArray<CurvePanel> panels, double highest)
    {
        var plot = new CurvePlot();
        var height = LegendHeight + (PanelHeight * ((panels.Length + Columns - 1) / Columns));
        plot.Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(Columns * PanelWidth)}\" height=\"{N(height)}\" " +
            $"viewBox=\"0 0 {N(Columns * PanelWidth)} {N(height)}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222222\">");
        plot.Add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        plot.DrawLegend([.. panels.SelectMany(panel => panel.Lines).DistinctBy(line => line.Label)]);
        foreach (var (index, panel) in panels.Index())
        {
            plot.DrawPanel(panel, index % Columns * PanelWidth, LegendHeight + (index / Columns * PanelHeight), index, highest);
        }

        plot.Add("</svg>");
        return plot._svg.ToString();
    }

    private void DrawLegend(ImmutableArray<CurveLine> lines)
    {
        foreach (var (index, line) in lines.Index())
        {
            var (x, y) = (LeftMargin + (index % LegendColumns * LegendColumn), 18 + (index / LegendColumns * 18.0));
            Add($"<line x1=\"{N(x)}\" y1=\"{N(y - 4)}\" x2=\"{N(x + 20)}\" y2=\"{N(y - 4)}\" stroke=\"{line.Color}\" stroke-width=\"2.5\"/>");
            AddText(x + 26, y, "start", line.Label);
        }
    }

    private void DrawPanel(CurvePanel panel, double left, double top, int index, double highest)
    {
        var frame = new PlotBox(
            left + LeftMargin, top + TopMargin, PanelWidth - LeftMargin - RightMargin, PanelHeight - TopMargin - BottomMargin);
        var points = panel.Lines.SelectMany(line => line.Points).ToList();
        var x = new PlotScale(0, points.Max(point => point.X), frame.Left, frame.Right);
        var y = new PlotScale(points.Min(point => point.Y) - 0.02, highest, frame.Bottom, frame.Top);
        Add($"<text x=\"{N(frame.Left)}\" y=\"{N(top + 18)}\" font-weight=\"bold\">{Escape(panel.Title)}</text>");
        DrawAxes(panel, frame, x, y);
        Add($"<clipPath id=\"panel{index}\"><rect x=\"{N(frame.Left)}\" y=\"{N(frame.Top)}\" width=\"{N(frame.Width)}\" " +
            $"height=\"{N(frame.Height)}\"/></clipPath>");
        foreach (var line in panel.Lines)
        {
            Add($"<polyline clip-path=\"url(#panel{index})\" fill=\"none\" stroke=\"{line.Color}\" stroke-width=\"1.6\" " +
                $"points=\"{string.Join(' ', line.Points.Select(point => $"{N(x.At(point.X))},{N(y.At(point.Y))}"))}\"/>");
        }
    }

    private void DrawAxes(CurvePanel panel, PlotBox frame, PlotScale x, PlotScale y)
    {
        foreach (var tick in x.Ticks())
        {
            AddLine(x.At(tick), frame.Top, x.At(tick), frame.Bottom);
            AddText(x.At(tick), frame.Bottom + 14, "middle", tick.ToString("#,0.##", CultureInfo.InvariantCulture));
        }

        foreach (var tick in y.Ticks())
        {
            AddLine(frame.Left, y.At(tick), frame.Right, y.At(tick));
            AddText(frame.Left - 5, y.At(tick) + 4, "end", tick.ToString("0.0#", CultureInfo.InvariantCulture));
        }

        AddText((frame.Left + frame.Right) / 2, frame.Bottom + 32, "middle", panel.Unit);
        Add($"<rect x=\"{N(frame.Left)}\" y=\"{N(frame.Top)}\" width=\"{N(frame.Width)}\" height=\"{N(frame.Height)}\" " +
            "fill=\"none\" stroke=\"#888888\"/>");
    }

    private void AddLine(double fromX, double fromY, double toX, double toY) => Add(
        $"<line x1=\"{N(fromX)}\" y1=\"{N(fromY)}\" x2=\"{N(toX)}\" y2=\"{N(toY)}\" stroke=\"#dddddd\"/>");

    private void AddText(double x, double y, string anchor, string text) =>
        Add($"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{Escape(text)}</text>");

    private void Add(string element) => _svg.Append(element).Append('\n');

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
