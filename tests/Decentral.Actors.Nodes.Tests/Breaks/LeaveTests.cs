namespace Decentral.Actors.Nodes.Tests.Breaks;

public sealed class LeaveTests
{
    /// <summary>
    /// On a busy machine the connection is not yet served when the node leaves. By a clock that stands still, whoever
    /// waits for an answer that never comes waits for ever.
    /// </summary>
    [Fact]
    public async Task Dispose_AsSoonAsItHasJoined_SaysThatItLeaves()
    {
        for (var turn = 0; turn < 50; turn++)
        {
            await using var world = new NodesWorld();
        }
    }
}
