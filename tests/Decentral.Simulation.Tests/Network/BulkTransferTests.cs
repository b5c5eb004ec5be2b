using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Conformance;

namespace Decentral.Simulation.Tests.Network;

public sealed class BulkTransferTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");

    [Fact]
    public void Transfer_OtherNode_TakesTheTimeOfItsBytes()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        var transfer = Send(test, sender, receiver, out _);
        test.World.RunFor(TimeSpan.FromSeconds(2));
        var before = test.Seen(receiver).Length;
        test.World.RunFor(TimeSpan.FromSeconds(0.2));

        Assert.Equal(0, before);
        Assert.IsType<Transferred<Note>>(Assert.Single(test.Seen(receiver)));
        test.World.RunUntilIdle();
        Assert.Equal([new TransferCompleted(transfer)], test.Seen(sender));
    }

    [Fact]
    public void Transfer_UnderWay_DoesNotHoldMessagesUp()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        Send(test, sender, receiver, out _);
        test.Tell(sender, receiver, 5);
        test.World.RunFor(TimeSpan.FromSeconds(0.2));

        Assert.Equal([new Note(5)], test.Seen(receiver));
    }

    [Fact]
    public void Transfer_TwoAtOnce_ShareTheLink()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        Send(test, sender, receiver, out _);
        Send(test, sender, receiver, out _);
        test.World.RunFor(TimeSpan.FromSeconds(3.9));
        var before = test.Seen(receiver).Length;
        test.World.RunFor(TimeSpan.FromSeconds(0.4));

        Assert.Equal(0, before);
        Assert.Equal(2, test.Seen(receiver).Length);
    }

    [Fact]
    public void Transfer_LinkCutForAWhile_GoesOnWhereItWas()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        Send(test, sender, receiver, out _);
        test.World.RunFor(TimeSpan.FromSeconds(1));
        test.World.Cut(A, B);
        test.World.RunFor(TimeSpan.FromSeconds(10));
        test.World.Heal(A, B);
        test.World.RunFor(TimeSpan.FromSeconds(1.4));

        Assert.IsType<Transferred<Note>>(Assert.Single(test.Seen(receiver)));
    }

    [Fact]
    public void Transfer_LossyLink_ArrivesLater()
    {
        var lossy = TestWorld.SlowLink with { Loss = 0.5 };
        var test = new TestWorld(new SimulatedWorldOptions { Links = lossy }, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");
        var began = test.World.Now;

        Send(test, sender, receiver, out _);
        test.World.RunUntilIdle();

        Assert.IsType<Transferred<Note>>(Assert.Single(test.Seen(receiver)));
        Assert.True(test.World.Now - began > TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void Transfer_NoProgressForTooLong_FailsAndReleases()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");
        test.World.Cut(A, B);

        var transfer = Send(test, sender, receiver, out var memory);
        test.World.RunUntilIdle();

        var failed = Assert.IsType<TransferFailed>(Assert.Single(test.Seen(sender)));
        Assert.Equal(transfer, failed.Transfer);
        Assert.Equal(1, memory.Released);
    }

    [Fact]
    public void Transfer_ReceivingNodeCrashes_FailsWithTheVerdict()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        Send(test, sender, receiver, out var memory);
        test.World.RunFor(TimeSpan.FromSeconds(1));
        test["b"].Crash();
        test.World.RunFor(TimeSpan.FromSeconds(10));

        Assert.IsType<TransferFailed>(Assert.Single(test.Seen(sender)));
        Assert.Equal(1, memory.Released);
    }

    [Fact]
    public void Transfer_SendingNodeCrashes_ReleasesThePayload()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        Send(test, sender, receiver, out var memory);
        test.World.RunFor(TimeSpan.FromSeconds(1));
        test["a"].Crash();
        test.World.RunUntilIdle();

        Assert.Empty(test.Seen(receiver));
        Assert.Equal(1, memory.Released);
    }

    [Fact]
    public void Transfer_ReceiverStoppedMeanwhile_FailsAndReleases()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        Send(test, sender, receiver, out var memory);
        test.Act(receiver, puppet => puppet.Engine.Stop(receiver));
        test.World.RunUntilIdle();

        Assert.IsType<TransferFailed>(Assert.Single(test.Seen(sender)));
        Assert.Equal(1, memory.Released);
    }

    /// <summary>Two seconds' worth of bytes on the slow link.</summary>
    private static TransferId Send(TestWorld test, ActorRef sender, ActorRef receiver, out TestMemory memory)
    {
        var owner = memory = new TestMemory(2_000_000);
        return test.Act(sender, puppet => puppet.Engine.Transfer(receiver, new Note(1), new Payload(owner, 2_000_000)));
    }

    private sealed class TestMemory(int length) : IMemoryOwner<byte>
    {
        public int Released { get; private set; }

        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose() => Released++;
    }
}
