using System.Collections.Immutable;

namespace Decentral.Benchmarks.Failures;

/// <summary>A part of the plot with axes of its own.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Unit">Of the axis from left to right.</param>
/// <param name="Lines">At least one.</param>
internal sealed record CurvePanel(string Title, string Unit, ImmutableArray<CurveLine> Lines);
