using Decentral.Pipeline.Wiring;

namespace Decentral.Pipeline.Tests.Wiring;

public sealed class PeerRateTests
{
    [Fact]
    public void With_Measurements_AveragesTheTimeOfAToken()
    {
        var rate = default(PeerRate).With(100, TimeSpan.FromSeconds(1), 0.25);
        var next = rate.With(100, TimeSpan.FromSeconds(5), 0.25);

        Assert.False(default(PeerRate).IsKnown);
        Assert.True(rate.IsKnown);
        Assert.Equal(0.01, rate.SecondsPerToken, 12);
        Assert.Equal(0.02, next.SecondsPerToken, 12);
    }

    [Fact]
    public void With_ClockThatDidNotMove_IsATick() =>
        Assert.Equal(1e-9, default(PeerRate).With(100, TimeSpan.FromSeconds(-1), 0.25).SecondsPerToken, 15);
}
