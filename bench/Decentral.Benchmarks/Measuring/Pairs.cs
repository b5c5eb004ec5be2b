namespace Decentral.Benchmarks.Measuring;

/// <summary>Two contenders that took turns, so that whatever else the machine did met both alike.</summary>
internal sealed record Pairs(IReadOnlyList<Measurement> First, IReadOnlyList<Measurement> Second)
{
    /// <summary>Measures both by turns, after one unmeasured turn of each.</summary>
    public static Pairs Measure(Contender first, Contender second, int turns)
    {
        first.Measure();
        second.Measure();
        List<Measurement> ofFirst = [];
        List<Measurement> ofSecond = [];
        for (var turn = 0; turn < turns; turn++)
        {
            // Every other turn goes backwards: nobody always runs on what the other has left behind.
            if (turn % 2 == 0)
            {
                ofFirst.Add(first.Measure());
            }

            ofSecond.Add(second.Measure());
            if (turn % 2 == 1)
            {
                ofFirst.Add(first.Measure());
            }
        }

        return new Pairs(ofFirst, ofSecond);
    }

    /// <summary>The first's figure over the second's of the same turn: median and 95 % interval.</summary>
    public Estimate Ratio(Func<Measurement, double> figure) =>
        Estimate.Of(First.Zip(Second, (first, second) => figure(first) / figure(second)));
}
