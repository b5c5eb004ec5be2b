using System.Collections.Immutable;
using System.Globalization;
using System.Security;
using System.Text;

namespace Decentral.Benchmarks.Methods;

/// <summary>
/// Panels one under the other, as SVG on white, so that it can be read on any page: bytes on a logarithmic axis, the fewest at
/// the left, and loss.
/// </summary>
internal sealed class Plot
{
    private const double Width = 900;
    private const double PanelHeight = 460;
    private const double LeftMargin = 60;
    private const double RightMargin = 24;
    private const double TopMargin = 44;
    private const double BottomMargin = 48;
    private const string Blue = "#1f5fa8";
    private const string Orange = "#c2570c";

    private readonly StringBuilder _svg = new();

    /// <summary>The whole picture.</summary>
    public static string Draw(ImmutableArray<PlotPanel> panels)
    {
        var plot = new Plot();
        plot.Add(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{panels.Length * PanelHeight}\" " +
            $"viewBox=\"0 0 {Width} {panels.Length * PanelHeight}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222222\">");
        plot.Add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        foreach (var (index, panel) in panels.Index())
        {
            plot.DrawPanel(panel, index * PanelHeight);
        }

        plot.Add("</svg>");
        return plot._svg.ToString();
    }

    private void DrawPanel(PlotPanel panel, double top)
    {
        var frame = new PlotBox(
            LeftMargin, top + TopMargin, Width - LeftMargin - RightMargin, PanelHeight - TopMargin - BottomMargin);
        var (x, y) = Scales(panel, frame);
        Add($"<text x=\"{N(LeftMargin)}\" y=\"{N(top + 18)}\" font-size=\"13\" font-weight=\"bold\">{Escape(panel.Title)}</text>");
        DrawLegend(top + 34);
        DrawAxes(frame, x, y);
        if (panel.Baseline is { } baseline)
        {
            DrawAims(baseline, frame, x, y);
        }

        DrawPoints(panel.Points, frame, x, y);
    }

    private static (PlotScale X, PlotScale Y) Scales(PlotPanel panel, PlotBox frame)
    {
        var exponents = panel.Points.Select(point => Math.Log10(point.Bytes)).ToList();
        var losses = panel.Points.Select(point => point.Loss).ToList();
        var margin = Math.Max((losses.Max() - losses.Min()) * 0.08, losses.Max() * 0.005);
        return (
            new PlotScale(exponents.Min() - 0.35, exponents.Max() + 0.35, frame.Left, frame.Right),
            new PlotScale(losses.Min() - margin, losses.Max() + margin, frame.Bottom, frame.Top));
    }

    private void DrawLegend(double y)
    {
        AddMark(LeftMargin + 5, y - 4, isAlternate: false);
        Add($"<text x=\"{N(LeftMargin + 14)}\" y=\"{N(y)}\">AdamW</text>");
        AddMark(LeftMargin + 69, y - 4, isAlternate: true);
        Add($"<text x=\"{N(LeftMargin + 78)}\" y=\"{N(y)}\">Muon</text>");
    }

    private void DrawAxes(PlotBox frame, PlotScale x, PlotScale y)
    {
        for (var exponent = (int)Math.Ceiling(x.Low); exponent <= x.High; exponent++)
        {
            AddLine(x.At(exponent), frame.Top, x.At(exponent), frame.Bottom, "#dddddd");
            AddText(x.At(exponent), frame.Bottom + 16, "middle", Math.Pow(10, exponent).ToString("#,0", CultureInfo.InvariantCulture));
        }

        foreach (var loss in y.Ticks())
        {
            AddLine(frame.Left, y.At(loss), frame.Right, y.At(loss), "#dddddd");
            AddText(frame.Left - 6, y.At(loss) + 4, "end", loss.ToString("0.00##", CultureInfo.InvariantCulture));
        }

        AddText((frame.Left + frame.Right) / 2, frame.Bottom + 36, "middle", "bytes that a worker sends and receives for each token");
        AddText(frame.Right, frame.Top - 8, "end", "held-out loss, nats a byte");
        Add($"<rect x=\"{N(frame.Left)}\" y=\"{N(frame.Top)}\" width=\"{N(frame.Width)}\" height=\"{N(frame.Height)}\" " +
            "fill=\"none\" stroke=\"#888888\"/>");
    }

    /// <summary>So many times fewer bytes, and so much more loss.</summary>
    private void DrawAims(PlotPoint baseline, PlotBox frame, PlotScale x, PlotScale y)
    {
        foreach (var aim in Aim.All)
        {
            var column = Math.Log10(baseline.Bytes / aim.TimesFewer);
            if (column > x.Low)
            {
                AddLine(x.At(column), frame.Top, x.At(column), frame.Bottom, "#888888", "4 3");
                AddText(x.At(column) + 3, frame.Bottom - 5, "start", $"1/{N(aim.TimesFewer)}");
            }

            if (aim.MostPercent is { } percent && baseline.Loss * (1 + (percent / 100)) is var loss && loss > y.Low && loss < y.High)
            {
                AddLine(frame.Left, y.At(loss), frame.Right, y.At(loss), "#888888", "4 3");
                AddText(frame.Left + 4, y.At(loss) - 3, "start", $"+{N(percent)} %");
            }
        }
    }

    private void DrawPoints(ImmutableArray<PlotPoint> points, PlotBox frame, PlotScale x, PlotScale y)
    {
        var places = new LabelPlaces(frame, points.Select(point => (x.At(Math.Log10(point.Bytes)), y.At(point.Loss))));
        foreach (var point in points.OrderBy(point => point.Loss))
        {
            var (column, row) = (x.At(Math.Log10(point.Bytes)), y.At(point.Loss));
            var place = places.Take(point.Label, column, row);
            if (Math.Abs(place.Top + (place.Height / 2) - row) > place.Height)
            {
                AddLine(column, row, Math.Clamp(column, place.Left, place.Right), place.Top + (place.Height / 2), "#bbbbbb");
            }

            Add($"<text x=\"{N(place.Left)}\" y=\"{N(place.Bottom - 2)}\" fill=\"{Color(point.IsAlternate)}\" paint-order=\"stroke\" " +
                $"stroke=\"#ffffff\" stroke-width=\"3\">{Escape(point.Label)}</text>");
        }

        // After the labels, whose white edges would hide them.
        foreach (var point in points)
        {
            AddMark(x.At(Math.Log10(point.Bytes)), y.At(point.Loss), point.IsAlternate);
        }
    }

    private void AddMark(double x, double y, bool isAlternate) => Add(isAlternate
        ? $"<rect x=\"{N(x - 4)}\" y=\"{N(y - 4)}\" width=\"8\" height=\"8\" fill=\"{Color(isAlternate)}\"/>"
        : $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"4.5\" fill=\"{Color(isAlternate)}\"/>");

    private void AddLine(double fromX, double fromY, double toX, double toY, string color, string dashes = "none") => Add(
        $"<line x1=\"{N(fromX)}\" y1=\"{N(fromY)}\" x2=\"{N(toX)}\" y2=\"{N(toY)}\" stroke=\"{color}\" stroke-dasharray=\"{dashes}\"/>");

    private void AddText(double x, double y, string anchor, string text) =>
        Add($"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{Escape(text)}</text>");

    private void Add(string element) => _svg.Append(element).Append('\n');

    private static string Color(bool isAlternate) => isAlternate ? Orange : Blue;

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
