using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests;

/// <summary>What every way between two processes must do besides, where a turn can take real time.</summary>
public abstract class LinkedNodesConformance : LinkedConformance
{
    [Fact]
    public async Task Tell_FullMailbox_DropsTheFurtherOnesAndKeepsTheOrder()
    {
        await using var world = await CreateWorld();
        var receiver = world.SpawnPuppetThere("receiver", new SpawnOptions { MailboxCapacity = 8 });
        var last = world.SpawnPuppetThere("last");
        var sender = world.SpawnPuppet("sender");

        // The receiver's turn is under way until all has arrived, so that nothing is taken out meanwhile.
        var begun = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource();
        var held = world.Act(
            receiver,
            _ =>
            {
                begun.SetResult(true);
                arrived.Task.Wait(TimeSpan.FromSeconds(60));
            });
        await world.Await(begun.Task);
        await TellNotes(world, sender, receiver, 11);
        await TellNotes(world, sender, last, 1);
        await world.Seen(last, 1);
        arrived.SetResult();
        await held;

        Assert.Equal(Notes(8), await world.Seen(receiver, 8));
        Assert.Equal(new DeadLetterCounts(0, 3, 0, 0), world.There.DeadLetters);
    }
}
