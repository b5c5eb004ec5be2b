using Decentral.Training.Progress;

namespace Decentral.Training.Tests.Progress;

public sealed class RunProgressTests
{
    [Fact]
    public void TimeLeft_SpeedKnown_IsTheRestOfTheBudgetAtThatSpeed()
    {
        var progress = new RunProgress { Tokens = 400, TokenBudget = 1000, TokensPerSecond = 20 };

        Assert.Equal(TimeSpan.FromSeconds(30), progress.TimeLeft);
    }

    [Fact]
    public void TimeLeft_SpeedUnknown_IsUnknown() => Assert.Null(new RunProgress { TokenBudget = 1000 }.TimeLeft);

    [Fact]
    public void TimeLeft_BudgetOverdrawn_IsZero() =>
        Assert.Equal(TimeSpan.Zero, new RunProgress { Tokens = 3, TokenBudget = 2, TokensPerSecond = 1 }.TimeLeft);
}
