using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>A line of the plot.</summary>
/// <param name="Label">In the legend; one label has one color in all panels.</param>
/// <param name="Color">As SVG has it.</param>
/// <param name="Points">From left to right.</param>
internal sealed record CurveLine(string Label, string Color, ImmutableArray<(double X, double Y)> Points);
