using Decentral.Cli.Presentation;
using Decentral.Training.Progress;

namespace Decentral.Cli.Tests.Presentation;

public sealed class LossCurveTests
{
    [Fact]
    public void Render_NothingAdded_IsEmpty() => Assert.Equal("", new LossCurve(8).Render());

    [Fact]
    public void Render_FallingLoss_FallsFromTheHighestToTheLowest() =>
        Assert.Equal("█▆▅▃▁", Draw((0, 5), (20, 4), (40, 3), (60, 2), (80, 1)));

    [Fact]
    public void Render_SeveralLossesInAColumn_TakesTheirMean() => Assert.Equal("█▁", Draw((0, 2), (1, 4), (20, 1)));

    [Fact]
    public void Render_ColumnWithoutALoss_RepeatsTheOneBefore() => Assert.Equal("██▁", Draw((0, 2), (40, 1)));

    [Fact]
    public void Render_ResumedRun_BeginsWhereItWasResumed() => Assert.Equal("█▁", Draw((60, 2), (80, 1)));

    [Fact]
    public void Render_EqualLosses_IsFlat() => Assert.Equal("▁▁", Draw((0, 2), (20, 2)));

    [Fact]
    public void Add_LossThatIsNoNumber_IsLeftOut() => Assert.Equal("▁", Draw((0, 2), (20, double.NaN)));

    private static string Draw(params (long Tokens, double Loss)[] points)
    {
        var curve = new LossCurve(5);
        foreach (var (tokens, loss) in points)
        {
            curve.Add(new RunProgress { Tokens = tokens, TokenBudget = 100, TrainLoss = loss });
        }
        return curve.Render();
    }
}
