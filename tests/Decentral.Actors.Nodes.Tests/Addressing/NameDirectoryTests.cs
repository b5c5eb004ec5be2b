using Decentral.Actors.Nodes.Addressing;

namespace Decentral.Actors.Nodes.Tests.Addressing;

public sealed class NameDirectoryTests
{
    private readonly NameDirectory _names = new();

    [Fact]
    public void TryForget_NameThatAnotherHasTaken_LeavesIt()
    {
        _names.Learn("name", Actor("a", 1));
        _names.Learn("name", Actor("b", 1));

        Assert.False(_names.TryForget("name", Actor("a", 1)));
        Assert.Equal(Actor("b", 1), _names.Find("name"));
        Assert.True(_names.TryForget("name", Actor("b", 1)));
        Assert.Null(_names.Find("name"));
    }

    [Fact]
    public void ForgetNode_UpToAnIncarnation_LeavesItsSuccessorsAndOthers()
    {
        _names.Learn("old", Actor("a", 1));
        _names.Learn("new", Actor("a", 2));
        _names.Learn("other", Actor("b", 1));

        Assert.Equal(["old"], _names.ForgetNode(new NodeId("a"), 1));
        Assert.Equal(["new", "other"], _names.All.Select(one => one.Key).Order());
    }

    [Fact]
    public void FindObstacle_TooManyOrNoName_SaysSo()
    {
        for (var i = 0; i < NameDirectory.MaxNames; i++)
        {
            Assert.Null(_names.FindObstacle($"{i}"));
            _names.Learn($"{i}", Actor("a", 1));
        }

        Assert.Contains("most", _names.FindObstacle("one more"), StringComparison.Ordinal);
        Assert.Null(_names.FindObstacle("7"));
        Assert.NotNull(_names.FindObstacle(" "));
        Assert.NotNull(_names.FindObstacle(new string('x', NameDirectory.MaxNameLength + 1)));
    }

    private static ActorAddress Actor(string node, long incarnation) =>
        new(new NodeId(node), "actor", NodeIncarnation.FirstOfActors(incarnation) + 1);
}
