using Decentral.Actors.Nodes.Listening;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Listening;

public sealed class StrangersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly Strangers _strangers;
    private int _turnedAway;

    public StrangersTests() => _strangers = new Strangers(2, Patience, _clock);

    [Fact]
    public void TryMeet_OneTooMany_IsRefusedUntilOneHasGone()
    {
        var first = _strangers.TryMeet(TurnAway);
        using var second = _strangers.TryMeet(TurnAway);

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Null(_strangers.TryMeet(TurnAway));
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, _strangers.Count);
        using var third = _strangers.TryMeet(TurnAway);
        Assert.NotNull(third);
        Assert.Null(_strangers.TryMeet(TurnAway));
    }

    [Fact]
    public void Introduced_Stranger_TakesNoRoomAndHasAllTheTimeItWants()
    {
        using var stranger = _strangers.TryMeet(TurnAway);

        stranger!.Introduced();

        Assert.Equal(0, _strangers.Count);
        _clock.Advance(2 * Patience);
        Assert.Equal(0, _turnedAway);
    }

    [Fact]
    public void Stranger_SaysNotWhoItIs_IsTurnedAwayWhenItsTimeIsOver()
    {
        using var stranger = _strangers.TryMeet(TurnAway);

        _clock.Advance(Patience - TimeSpan.FromTicks(1));
        Assert.Equal(0, _turnedAway);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(1, _turnedAway);
    }

    private void TurnAway() => _turnedAway++;
}
