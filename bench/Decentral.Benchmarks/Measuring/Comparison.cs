namespace Decentral.Benchmarks.Measuring;

/// <summary>
/// A baseline and its contenders, measured by turns in one process, so that whatever else the machine does meets all of
/// them alike. Each contender is compared with the baseline of its own turn.
/// </summary>
/// <param name="Title">What is compared.</param>
/// <param name="Operation">What is counted, in the singular.</param>
/// <param name="Baseline">The contender that all others are divided by.</param>
/// <param name="Others">The others.</param>
internal sealed record Comparison(string Title, string Operation, Contender Baseline, IReadOnlyList<Contender> Others)
{
    /// <summary>Runs all by turns and returns a Markdown table.</summary>
    /// <param name="turns">Measured turns; one more comes first, unmeasured.</param>
    public string Run(int turns)
    {
        Contender[] contenders = [Baseline, .. Others];
        foreach (var contender in contenders)
        {
            contender.Measure();
        }

        var measured = contenders.ToDictionary(contender => contender, _ => new List<Measurement>());
        for (var turn = 0; turn < turns; turn++)
        {
            // Every other turn goes backwards: nobody always runs on what another has left behind.
            foreach (var contender in turn % 2 == 0 ? contenders : contenders.Reverse())
            {
                measured[contender].Add(contender.Measure());
            }
        }

        return Table(measured);
    }

    private string Table(Dictionary<Contender, List<Measurement>> measured)
    {
        var table = new MarkdownTable(
            Title,
            $"{Operation}s/s (95 %)",
            $"CPU ns/{Operation}",
            $"bytes/{Operation}",
            "time ratio (95 %)",
            "CPU ratio (95 %)");
        var baseline = measured[Baseline];
        foreach (var (contender, runs) in measured)
        {
            table.Add(
                contender.Name,
                Rate(runs),
                $"{Estimate.Of(runs.Select(run => run.Cpu.TotalNanoseconds / run.Operations)).Median:0.#}",
                $"{Estimate.Of(runs.Select(run => run.BytesPerOperation)).Median:0.###}",
                Ratio(runs, baseline, run => run.Wall.TotalSeconds / run.Operations),
                Ratio(runs, baseline, run => run.Cpu.TotalSeconds / run.Operations));
        }

        return table.ToString();
    }

    private static string Rate(List<Measurement> runs)
    {
        var rate = Estimate.Of(runs.Select(run => run.OperationsPerSecond));
        return $"{rate.Median:N0} ({rate.Low:N0} to {rate.High:N0})";
    }

    private static string Ratio(
        List<Measurement> runs, List<Measurement> baseline, Func<Measurement, double> cost)
    {
        var ratio = Estimate.Of(runs.Zip(baseline, (run, other) => cost(run) / cost(other)));
        return $"{ratio.Median:0.00} ({ratio.Low:0.00} to {ratio.High:0.00})";
    }
}
