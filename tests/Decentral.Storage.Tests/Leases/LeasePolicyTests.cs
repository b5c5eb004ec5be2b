using Decentral.Conformance;
using Decentral.Storage.Leases;

namespace Decentral.Storage.Tests.Leases;

public sealed class LeasePolicyTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new();
    private readonly LeasePolicy _policy;

    public LeasePolicyTests() => _policy = new LeasePolicy(Duration, _time);

    [Fact]
    public void GoodFor_FromTheQuestionOn_EndsBeforeTheLeaseByTheMargin()
    {
        var askedAt = _policy.Now();
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(7), _policy.GoodFor(askedAt));
    }

    [Fact]
    public void GoodFor_AnswerThatTookTooLong_IsNothing()
    {
        var askedAt = _policy.Now();
        _time.Advance(TimeSpan.FromSeconds(28));

        Assert.Equal(TimeSpan.Zero, _policy.GoodFor(askedAt));
    }

    /// <summary>An attempt that fails does not cost the lease: the next one begins before its end.</summary>
    [Fact]
    public void RenewEvery_AttemptThatFails_LeavesRoomForAnother()
    {
        var secondAttempt = _policy.RenewEvery + _policy.AttemptLimit + _policy.RetryAfter;

        Assert.Equal(TimeSpan.FromSeconds(10), _policy.RenewEvery);
        Assert.InRange(secondAttempt, TimeSpan.Zero, Duration - _policy.Margin);
    }

    [Theory]
    [InlineData(-1, 0.3)]
    [InlineData(0.1, 0.3)]
    [InlineData(2, 2)]
    [InlineData(29, 3)]
    public void AskAgainAfter_Remaining_IsItsEndButNeitherAtOnceNorLate(double remaining, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), _policy.AskAgainAfter(TimeSpan.FromSeconds(remaining)));
}
