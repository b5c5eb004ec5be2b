using System.Diagnostics;
using Decentral.Actors.Transfers;
using Decentral.Conformance;
using Decentral.Conformance.Linked;

namespace Decentral.Actors.Nodes.Tests.Transfers;

/// <summary>A node that lends no more than a part of its line.</summary>
public sealed class ThrottledTransferTests
{
    private const int Limit = 200_000;
    private const int Length = 120_000;

    /// <summary>All but the tenth of a second's worth that goes through at once, and some for the timer.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.9 * (Length - (Limit / 10.0)) / Limit);

    [Fact]
    public async Task Transfer_NodeSendsNoFasterThanItMay_TakesThatLong()
    {
        await using var world = await LinkedNodesWorld.ToHubFrom(TestNodes.Options("node") with { BulkSendLimit = Limit });

        Assert.InRange(await Send(world), Least, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Transfer_NodeTakesNoFasterThanItMay_TakesThatLong()
    {
        await using var world = await LinkedNodesWorld.FromHubTo(TestNodes.Options("node") with { BulkReceiveLimit = Limit });

        Assert.InRange(await Send(world), Least, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Transfer_LimitsOfTheOtherDirection_ChangeNothing()
    {
        var node = TestNodes.Options("node") with { BulkSendLimit = 8_000 };
        await using var world = await LinkedNodesWorld.FromHubTo(node);

        Assert.InRange(await Send(world), TimeSpan.Zero, TimeSpan.FromSeconds(Length / 8_000.0));
    }

    private static async Task<TimeSpan> Send(LinkedWorld world)
    {
        var receiver = world.SpawnPuppetThere("receiver");
        var sender = world.SpawnPuppet("sender");
        var seen = world.SeenFromHere(receiver);
        var began = Stopwatch.GetTimestamp();
        await world.Act(sender, puppet => puppet.Engine.Transfer(
            seen, new Note(1), new Payload(new CountingMemory(Length, 1), Length)));
        using var arrived = (Transferred<Note>)Assert.Single(await world.Seen(receiver, 1));
        return Stopwatch.GetElapsedTime(began);
    }
}
