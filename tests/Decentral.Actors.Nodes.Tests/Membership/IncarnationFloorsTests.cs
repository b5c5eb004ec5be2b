using Decentral.Actors.Nodes.Membership;

namespace Decentral.Actors.Nodes.Tests.Membership;

public sealed class IncarnationFloorsTests
{
    private const int Capacity = 10;

    private readonly IncarnationFloors _floors = new(Capacity);

    [Fact]
    public void Of_Raised_GivesTheHighest()
    {
        _floors.Raise(new NodeId("a"), 5);
        _floors.Raise(new NodeId("a"), 4);

        Assert.Equal(5, _floors.Of(new NodeId("a")));
        Assert.Equal(0, _floors.Of(new NodeId("b")));
        Assert.False(_floors.TryFind(new NodeId("b"), out _));
    }

    [Fact]
    public void Raise_AnyNumberOfNames_KeepsTheHighestAndNeverGoesBack()
    {
        Dictionary<NodeId, long> highest = [];
        var random = new Random(1);
        for (var step = 0; step < 10_000; step++)
        {
            var node = new NodeId($"n{random.Next(500)}");
            var incarnation = random.NextInt64(1, 1_000_000);
            highest[node] = Math.Max(incarnation, highest.GetValueOrDefault(node));
            _floors.Raise(node, incarnation);

            Assert.InRange(_floors.Count, 1, Capacity);
        }

        // Nobody that was known may come back as something that is over.
        Assert.All(highest, pair => Assert.True(_floors.Of(pair.Key) >= pair.Value));
        Assert.True(_floors.Forgotten < 1_000_000);
    }
}
