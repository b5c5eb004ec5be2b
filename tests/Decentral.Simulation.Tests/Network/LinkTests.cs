using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Conformance;
using Decentral.Simulation.Network;
using Decentral.Wire;

namespace Decentral.Simulation.Tests.Network;

public sealed class LinkTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");

    [Fact]
    public void Tell_OtherNode_TakesTheLatencyOfTheLink()
    {
        var test = new TestWorld(null, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        test.Tell(sender, receiver, 1);
        test.World.RunFor(TimeSpan.FromMilliseconds(99));
        var before = test.Seen(receiver).Length;
        test.World.RunFor(TimeSpan.FromMilliseconds(2));

        Assert.Equal(0, before);
        Assert.Equal([new Note(1)], test.Seen(receiver));
    }

    [Fact]
    public void Tell_LinkWithJitter_KeepsTheOrderOfASender()
    {
        var link = TestWorld.SlowLink with { Jitter = TimeSpan.FromSeconds(1), SpikeChance = 0.1, Spike = TimeSpan.FromSeconds(3) };
        var test = new TestWorld(new SimulatedWorldOptions { Links = link }, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        test.Tell(sender, receiver, [.. Enumerable.Range(0, 500).Select(value => (long)value)]);
        test.World.RunUntilIdle();

        Assert.Equal(Enumerable.Range(0, 500).Select(value => (object)new Note(value)), test.Seen(receiver));
    }

    [Fact]
    public void Tell_LossyLink_LosesItsShareAndCountsIt()
    {
        var link = TestWorld.SlowLink with { Loss = 0.2 };
        var test = new TestWorld(new SimulatedWorldOptions { Links = link }, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        test.Tell(sender, receiver, [.. Enumerable.Range(0, 1000).Select(value => (long)value)]);
        test.World.RunUntilIdle();

        var seen = test.Seen(receiver).Cast<Note>().Select(note => note.Value).ToArray();
        Assert.Equal(seen.Order(), seen);
        Assert.InRange(seen.Length, 750, 850);
        Assert.Equal(new DeadLetterCounts(0, 0, 0, 1000 - seen.Length), test["a"].System.DeadLetters);
    }

    [Fact]
    public void Tell_LostOwnedMessage_IsReleased()
    {
        var test = new TestWorld(null, "a", "b");
        var receiver = test.SpawnPuppet("b", "receiver");
        var owned = new Owned(1);
        test.World.Cut(A, B);

        test["a"].System.Tell(receiver, owned);

        Assert.Equal(1, owned.Released);
        Assert.Equal(DeadLetterReason.Lost, Assert.Single(test.DeadLetters).Reason);
    }

    [Fact]
    public void Cut_OneDirection_LeavesTheOther()
    {
        var test = new TestWorld(null, "a", "b");
        var atA = test.SpawnPuppet("a", "actor");
        var atB = test.SpawnPuppet("b", "actor");

        test.World.Cut(A, B);
        test.Tell(atA, atB, 1);
        test.Tell(atB, atA, 2);
        test.World.RunUntilIdle();
        test.World.Heal(A, B);
        test.Tell(atA, atB, 3);
        test.World.RunUntilIdle();

        Assert.Equal([new Note(3)], test.Seen(atB));
        Assert.Equal([new Note(2)], test.Seen(atA));
    }

    [Fact]
    public void Tell_SlowLink_WaitsForTheBytesBefore()
    {
        var slow = TestWorld.SlowLink with { BytesPerSecond = 64 };
        var test = new TestWorld(new SimulatedWorldOptions { Links = slow, Wire = new FixedSizeWire(64) }, "a", "b");
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        test.Tell(sender, receiver, 1, 2, 3);
        test.World.RunFor(TimeSpan.FromSeconds(2.5));

        Assert.Equal([new Note(1), new Note(2)], test.Seen(receiver));
    }

    [Fact]
    public void Tell_WireThatCopies_DeliversTheCopyAndReleasesTheOriginal()
    {
        var test = new TestWorld(
            new SimulatedWorldOptions { Links = TestWorld.SlowLink, Wire = new CopyingWire() }, "a", "b");
        var receiver = test.SpawnPuppet("b", "receiver");
        var owned = new Owned(7);

        test["a"].System.Tell(receiver, owned);
        test.World.RunUntilIdle();

        Assert.Equal(7, Assert.IsType<Owned>(Assert.Single(test.Seen(receiver))).Value);
        Assert.NotSame(owned, test.Seen(receiver)[0]);
        Assert.Equal(1, owned.Released);
    }

    private sealed class CopyingWire : IWireModel
    {
        public Carriage Carry(in Envelope message, IReferenceResolver references)
        {
            if (message.Type!.Open(message.Carried) is not Owned owned)
            {
                return new Carriage(message, 100);
            }

            message.Release();
            return new Carriage(Envelope.Of(new Owned(owned.Value), message.Sender), 100);
        }

        public Carriage CarryBulk(in Envelope message, long payloadBytes, IReferenceResolver references) =>
            new(message, payloadBytes);
    }
}
