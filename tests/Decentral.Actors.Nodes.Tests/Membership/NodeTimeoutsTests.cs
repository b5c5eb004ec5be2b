using Decentral.Actors.Nodes.Membership;

namespace Decentral.Actors.Nodes.Tests.Membership;

public sealed class NodeTimeoutsTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(3_000)]
    [InlineData(86_400_000)]
    public void All_AnyLease_DoNotContradictEachOther(int leaseMilliseconds)
    {
        var times = new NodeTimeouts(TimeSpan.FromMilliseconds(leaseMilliseconds));

        TimeSpan[] ascending =
        [
            TimeSpan.FromMilliseconds(9), times.FirstRetry, times.Heartbeat, times.ReturnGrace, times.Lease,
            times.Handshake, times.LongestSilence, times.TransferStall,
        ];
        Assert.Equal(ascending.Order(), ascending);
        Assert.Equal(ascending.Distinct(), ascending);
        Assert.True(times.Heartbeat * 3 <= times.ReturnGrace);
        Assert.True(
            times.FirstRetry * 7 <= times.ReturnGrace, "three attempts (1, 2 and 4 waits) before the grace is over");
        Assert.True(
            times.LongestRetry + times.Handshake <= times.RestartGrace,
            "a restarted hub outwaits the slowest attempt");
    }

    [Theory]
    [InlineData(299)]
    [InlineData(86_400_001)]
    public void Constructor_LeaseOutOfBounds_Throws(int leaseMilliseconds)
    {
        var lease = TimeSpan.FromMilliseconds(leaseMilliseconds);

        Assert.Throws<ArgumentOutOfRangeException>(() => new NodeTimeouts(lease));
        Assert.NotNull(NodeTimeouts.FindFault(lease));
    }
}
