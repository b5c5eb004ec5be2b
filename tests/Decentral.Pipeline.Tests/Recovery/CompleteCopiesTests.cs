using Decentral.Pipeline.Recovery;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class CompleteCopiesTests
{
    private static readonly StateStamp Older = new(1, 90);
    private static readonly StateStamp Newer = new(1, 100);

    [Fact]
    public void Of_FailureBetweenTwoCopies_IsTheOneThatAllHold() =>
        Assert.Equal([Older], CompleteCopies.Of([[Older, Newer], [Older], [Newer, Older]]));

    [Fact]
    public void Of_AllHoldBoth_EndsWithTheNewer() =>
        Assert.Equal([Older, Newer], CompleteCopies.Of([[Newer, Older], [Older, Newer]]));

    [Fact]
    public void Of_SameStepOfAnotherEpoch_IsNotTheSame() =>
        Assert.Empty(CompleteCopies.Of([[Newer], [new StateStamp(2, 100)]]));

    [Fact]
    public void Of_OneHoldsNone_IsEmpty() => Assert.Empty(CompleteCopies.Of([[Newer], [], [Newer]]));

    [Fact]
    public void Of_Nobody_IsEmpty() => Assert.Empty(CompleteCopies.Of([]));

    [Fact]
    public void CompareTo_LaterEpoch_IsLaterWhateverTheStep() =>
        Assert.Equal([Older, Newer, new(2, 1)], new StateStamp[] { new(2, 1), Newer, Older }.Order());
}
