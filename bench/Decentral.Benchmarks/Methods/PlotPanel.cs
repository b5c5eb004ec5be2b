using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>A part of the plot with axes of its own.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Points">At least one.</param>
/// <param name="Baseline">What the aims are drawn from; null: none are drawn.</param>
internal sealed record PlotPanel(string Title, ImmutableArray<PlotPoint> Points, PlotPoint? Baseline);
