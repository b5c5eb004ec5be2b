using Decentral.Actors.Hosting;

namespace Decentral.Actors.Tests;

public sealed class ActorRefTests
{
    [Fact]
    public void Equals_SameAddress_IsTheSameActor()
    {
        var one = new Reference("a", "path", 1);

        Assert.True(one == new Reference("a", "path", 1));
        Assert.Equal(one.GetHashCode(), new Reference("a", "path", 1).GetHashCode());
        Assert.True(one != new Reference("a", "path", 2));
        Assert.False(one.Equals("a/path#1"));
    }

    [Fact]
    public void CompareTo_NodeThenPathThenIncarnation_Orders()
    {
        ActorRef[] ordered =
        [
            new Reference("a", "x", 2),
            new Reference("a", "y", 1),
            new Reference("a", "y", 10),
            new Reference("b", "B", 1),
            new Reference("b", "a", 1),
        ];

        Assert.Equal(ordered, ordered.Reverse().Order());
        Assert.True(ordered[0].CompareTo(null) > 0);
    }

    [Fact]
    public void Name_OfAPath_IsItsLast()
    {
        Assert.Equal("leaf", new Reference("a", "root/middle/leaf", 1).Address.Name);
        Assert.Equal("root", new Reference("a", "root", 1).Address.Name);
        Assert.Equal("a/root#1", new Reference("a", "root", 1).ToString());
    }

    private sealed class Reference(string node, string path, long incarnation)
        : Recipient(new ActorAddress(new NodeId(node), path, incarnation))
    {
        public override DeadLetterReason? TryAccept(in Envelope message) => DeadLetterReason.NoReceiver;
    }
}
