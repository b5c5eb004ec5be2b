using Decentral.Actors.Nodes.Sessions;

namespace Decentral.Actors.Nodes.Tests.Sessions;

public sealed class RelayQueueTests
{
    [Fact]
    public void TryAdd_WithinTheCapacity_ComesOutInOrder()
    {
        var queue = new RelayQueue(10);

        Assert.True(queue.TryAdd([1, 2, 3]));
        Assert.True(queue.TryAdd([4]));

        Assert.Equal([1, 2, 3], Take(queue));
        Assert.Equal([4], Take(queue));
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void TryAdd_BeyondTheCapacity_IsDroppedUntilThereIsRoom()
    {
        var queue = new RelayQueue(10);
        Assert.True(queue.TryAdd(new byte[6]));
        Assert.False(queue.TryAdd(new byte[5]));
        Assert.True(queue.TryAdd(new byte[4]));

        Take(queue);

        Assert.True(queue.TryAdd(new byte[6]));
        queue.Clear();
        Assert.False(queue.TryTake(out _));
        Assert.True(queue.TryAdd(new byte[10]));
    }

    private static byte[]? Take(RelayQueue queue)
    {
        Assert.True(queue.TryTake(out var batch));
        using (batch)
        {
            return batch.Bytes.ToArray();
        }
    }
}
