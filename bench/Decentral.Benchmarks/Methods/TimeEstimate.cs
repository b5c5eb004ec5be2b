using System.Collections.Immutable;
using System.Globalization;

namespace Decentral.Benchmarks.Methods;

/// <summary>How long cells take, by those that are done.</summary>
internal sealed class TimeEstimate(IEnumerable<CellResult> done)
{
    private readonly ImmutableArray<CellResult> _done = [.. done.Where(result => result.Tokens > 0)];

    /// <summary>
    /// Seconds of a cell: the median of the cells of its shape, by their steps; null where there is none of it.
    /// </summary>
    public double? SecondsOf(CellConfiguration configuration)
    {
        var rates = _done
            .Where(result => ShapeOf(result.Configuration) == ShapeOf(configuration))
            .Select(result => result.Seconds / StepsOf(result.Configuration))
            .Order()
            .ToList();
        return rates.Count == 0 ? null : rates[rates.Count / 2] * StepsOf(configuration);
    }

    /// <summary>What a step's time depends on most: the model, the optimizer, and whether gradients are exchanged.</summary>
    private static string ShapeOf(CellConfiguration configuration) => string.Join(
        ' ',
        configuration.Fields
            .Where(field => field.Key.StartsWith("model.", StringComparison.Ordinal)
                || field.Key is "workers" or "inner.batch" or "inner.optimizer" or "update.kind")
            .Select(field => field.Value));

    private static double StepsOf(CellConfiguration configuration) =>
        double.Parse(configuration.Fields["inner.steps"], CultureInfo.InvariantCulture);
}
