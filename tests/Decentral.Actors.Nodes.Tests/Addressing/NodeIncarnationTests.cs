using Decentral.Actors.Nodes.Addressing;

namespace Decentral.Actors.Nodes.Tests.Addressing;

public sealed class NodeIncarnationTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_ClockThatGoesOn_GrowsWithIt()
    {
        Assert.True(NodeIncarnation.Next(Now, 0) < NodeIncarnation.Next(Now.AddMilliseconds(1), 0));
    }

    [Fact]
    public void Next_ClockThatWentBack_IsAboveTheFloor()
    {
        var floor = NodeIncarnation.Next(Now, 0);

        Assert.Equal(floor + 1, NodeIncarnation.Next(Now.AddYears(-1), floor));
        Assert.Equal(1, NodeIncarnation.Next(DateTimeOffset.UnixEpoch, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(123_456_789_012)]
    [InlineData(NodeIncarnation.Highest)]
    public void OfActor_AnyActorOfANode_IsTheNodes(long node)
    {
        var first = NodeIncarnation.FirstOfActors(node);

        Assert.Equal(node, NodeIncarnation.OfActor(first));
        Assert.Equal(node, NodeIncarnation.OfActor(first + (1 << 22) - 1));
        Assert.True(first > 0);
    }

    [Fact]
    public void FirstOfActors_BeyondTheHighest_Throws()
    {
        Assert.Throws<OverflowException>(() => NodeIncarnation.FirstOfActors(NodeIncarnation.Highest + 1));
    }
}
