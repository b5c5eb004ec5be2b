using System.Text.Json.Nodes;

namespace Decentral.Benchmarks.Reference;

/// <summary>The held-out losses of a run, from its first to its last.</summary>
internal sealed record LossCurve(IReadOnlyList<CurvePoint> Points)
{
    public CurvePoint Last => Points[^1];

    /// <summary>Reads what a run directory's metrics or the PyTorch script wrote: they have the same names.</summary>
    /// <param name="points">JSON objects; those without a held-out loss are left out.</param>
    public static LossCurve Read(IEnumerable<JsonNode?> points) => new(
    [
        .. points.OfType<JsonObject>().Where(point => point.ContainsKey("evalLoss")).Select(point => new CurvePoint(
            point["tokens"]!.GetValue<long>(), point["bytes"]!.GetValue<long>(), point["evalLoss"]!.GetValue<double>())),
    ]);

    /// <summary>The mean of runs that differ in their seed, point by point.</summary>
    public static LossCurve Mean(IReadOnlyList<LossCurve> curves) => new(
    [
        .. curves[0].Points.Select(point => point with { Loss = curves.Average(curve => curve.At(point.Tokens).Loss) }),
    ]);

    /// <summary>The point after so many tokens.</summary>
    /// <exception cref="InvalidOperationException">The curve has none there.</exception>
    public CurvePoint At(long tokens) => Points.FirstOrDefault(point => point.Tokens == tokens)
        ?? throw new InvalidOperationException(
            $"No held-out loss after {tokens} tokens, only after {string.Join(", ", Points.Select(point => point.Tokens))}.");
}
