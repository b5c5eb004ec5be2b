namespace Decentral.Benchmarks.Methods;

/// <summary>Places for labels beside their points, clear of one another and of all points as far as there is room.</summary>
internal sealed class LabelPlaces(PlotBox frame, IEnumerable<(double X, double Y)> points)
{
    private const double LetterWidth = 6.6;
    private const double Height = 12;
    private const double Radius = 5;
    private const double FarthestSteps = 8;

    private readonly List<PlotBox> _taken =
        [.. points.Select(point => new PlotBox(point.X - Radius, point.Y - Radius, 2 * Radius, 2 * Radius))];

    /// <summary>Takes the nearest free place for a text at a point.</summary>
    public PlotBox Take(string text, double x, double y)
    {
        var width = text.Length * LetterWidth;
        var places = Places(x, y, width).Where(frame.Holds).ToList();
        var free = places.FirstOrDefault(place => !_taken.Any(place.Overlaps), places.FirstOrDefault(new PlotBox(x, y, width, Height)));
        _taken.Add(free);
        return free;
    }

    private static IEnumerable<PlotBox> Places(double x, double y, double width)
    {
        for (var step = 0; step <= FarthestSteps; step++)
        {
            foreach (var rise in step == 0 ? [0.0] : new[] { -step * Height, step * Height })
            {
                yield return new PlotBox(x + Radius + 2, y + rise - (Height / 2), width, Height);
                yield return new PlotBox(x - Radius - 2 - width, y + rise - (Height / 2), width, Height);
                yield return new PlotBox(x - (width / 2), y + rise - (Height / 2), width, Height);
            }
        }
    }
}
