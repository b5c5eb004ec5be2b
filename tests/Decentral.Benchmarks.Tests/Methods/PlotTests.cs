using System.Xml.Linq;
using Decentral.Benchmarks.Methods;

namespace Decentral.Benchmarks.Tests.Methods;

public sealed class PlotTests
{
    [Fact]
    public void Draw_FinishedGrid_IsXmlWithAMarkAndALabelForEachMethodOfAPanel()
    {
        using var grid = new SmallGrid();
        grid.Finish(cell => cell.Method.Name == "diloco" ? 2.1 : 2);

        var svg = XDocument.Parse(MethodsPlot.Draw(new Outcomes(grid.Status())));

        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Equal(2, texts.Count(text => text == "diloco"));
        Assert.Equal(2, texts.Count(text => text == "1/45"));
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_NameWithMarkup_IsEscaped()
    {
        var point = new PlotPoint("a<b & c", 10, 2, false);

        var svg = XDocument.Parse(Plot.Draw([new PlotPanel("x < y", [point], point)]));

        Assert.Contains(svg.Descendants(), element => element.Value == "a<b & c");
    }

    [Fact]
    public void Take_CrowdedPoints_LabelsDoNotOverlap()
    {
        var frame = new PlotBox(0, 0, 800, 400);
        (double X, double Y)[] points = [(400, 200), (404, 202), (398, 205), (410, 198), (790, 10), (5, 390)];
        var places = new LabelPlaces(frame, points);

        var taken = points.Select(point => places.Take("muloco-h52-e3m0", point.X, point.Y)).ToList();

        Assert.All(taken, label => Assert.True(frame.Holds(label), $"{label} is outside."));
        Assert.All(taken, label => Assert.DoesNotContain(taken, other => other != label && other.Overlaps(label)));
    }

    [Fact]
    public void Ticks_AreRoundAndFew()
    {
        var scale = new PlotScale(1.98, 2.43, 0, 100);

        Assert.Equal([2, 2.1, 2.2, 2.3, 2.4], scale.Ticks().Select(tick => Math.Round(tick, 6)));
    }
}
