namespace Decentral.Benchmarks.Methods;

/// <summary>Where values lie on an axis.</summary>
/// <param name="Low">The value at <paramref name="Start"/>.</param>
/// <param name="High">The value at <paramref name="End"/>.</param>
/// <param name="Start">In the plot's units.</param>
/// <param name="End">In the plot's units.</param>
internal readonly record struct PlotScale(double Low, double High, double Start, double End)
{
    public double At(double value) => Start + ((value - Low) / (High - Low) * (End - Start));

    /// <summary>Values at a distance of 1, 2 or 5 times a power of ten, some five of them.</summary>
    public IEnumerable<double> Ticks()
    {
        var rough = (High - Low) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        for (var index = (long)Math.Ceiling(Low / step); index * step <= High; index++)
        {
            yield return index * step;
        }
    }
}
