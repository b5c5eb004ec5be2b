using System.Text;
using Decentral.Training.Progress;

namespace Decentral.Cli.Presentation;

/// <summary>
/// The training loss over the budget, small enough for a line: one column for each equal part of the budget.
/// </summary>
internal sealed class LossCurve(int columns)
{
    private const string Heights = "▁▂▃▄▅▆▇█";

    private readonly double[] _sums = new double[columns];
    private readonly int[] _counts = new int[columns];

    public void Add(RunProgress progress)
    {
        if (progress.TrainLoss is { } loss && double.IsFinite(loss) && progress.TokenBudget > 0)
        {
            var column = (int)Math.Min(columns - 1, (double)progress.Tokens / progress.TokenBudget * columns);
            _sums[column] += loss;
            _counts[column]++;
        }
    }

    /// <summary>The columns up to the last that has a value; one without takes the height of the one before.</summary>
    public string Render()
    {
        var means = Means();
        if (means.Count == 0)
        {
            return "";
        }
        var (low, high) = (means.Min(), means.Max());
        var line = new StringBuilder(means.Count);
        foreach (var mean in means)
        {
            var height = high > low ? (mean - low) / (high - low) : 0;
            line.Append(Heights[(int)Math.Round(height * (Heights.Length - 1))]);
        }
        return line.ToString();
    }

    private List<double> Means()
    {
        var last = Array.FindLastIndex(_counts, count => count > 0);
        var means = new List<double>();
        for (var column = Math.Max(0, Array.FindIndex(_counts, count => count > 0)); column <= last; column++)
        {
            means.Add(_counts[column] > 0 ? _sums[column] / _counts[column] : means[^1]);
        }
        return means;
    }
}
