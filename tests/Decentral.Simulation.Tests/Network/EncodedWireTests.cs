using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Hosting;
using Decentral.Actors.Messages;
using Decentral.Actors.Transfers;
using Decentral.Conformance;
using Decentral.Simulation.Network;
using Decentral.Wire;
using Decentral.Wire.Formats;
using Decentral.Wire.Records;

namespace Decentral.Simulation.Tests.Network;

public sealed class EncodedWireTests
{
    private static readonly MessageCatalogue Catalogue = new([new NoteFormat(), new IntroductionFormat()]);

    [Fact]
    public void Tell_OtherNode_ArrivesAsAnotherMessageThatSaysTheSame()
    {
        var test = World();
        var host = SpawnHost(test, "b", out var heard);
        var told = new Introduction(test.SpawnPuppet("a", "guest"));

        test["a"].System.Tell(host, told);
        test.World.RunUntilIdle();

        var introduction = Assert.IsType<Introduction>(Assert.Single(heard));
        Assert.NotSame(told, introduction);
        Assert.Same(told.Whom, introduction.Whom);
    }

    [Fact]
    public void Tell_OwnNode_ArrivesAsItIs()
    {
        var test = World();
        var host = SpawnHost(test, "a", out var heard);
        var told = new Introduction(ActorRef.None);

        test["a"].System.Tell(host, told);
        test.World.RunUntilIdle();

        Assert.Same(told, Assert.Single(heard));
    }

    [Fact]
    public void Tell_ReferenceOfOneThatIsGone_IsStillOfThatOne()
    {
        var test = World();
        var host = SpawnHost(test, "b", out var heard, watches: true);
        var guest = test.SpawnPuppet("a", "guest");
        test.Act(guest, puppet => puppet.Engine.Stop(guest));
        test.World.RunUntilIdle();
        var successor = test.SpawnPuppet("a", "guest");

        test["a"].System.Tell(host, new Introduction(guest));
        test.World.RunUntilIdle();

        Assert.Contains(new Terminated(guest), heard);
        Assert.NotEqual(guest, successor);
    }

    [Fact]
    public void Tell_ReferenceByName_ReachesWhoeverBearsItThen()
    {
        var test = World();
        var host = SpawnHost(test, "b", out var heard);
        var teller = test.SpawnPuppet("a", "teller");

        test.Act(teller, puppet => puppet.Engine.Tell(host, new Introduction(puppet.Engine.Named("star"))));
        test.World.RunUntilIdle();
        var star = test["b"].System.Spawn("late", () => new Puppet(), new SpawnOptions { WellKnownName = "star" });
        test["b"].System.Tell(Assert.IsType<Introduction>(Assert.Single(heard)).Whom, new Note(3));
        test.World.RunUntilIdle();

        Assert.Equal([new Note(3)], test.Seen(star));
    }

    [Fact]
    public void Tell_ReferenceOfNobody_BecomesADeadLetter()
    {
        var test = World();
        var host = SpawnHost(test, "b", out var heard, watches: true);
        var stranger = new Stranger(new ActorAddress(new NodeId("z"), "nobody", 1));

        test["a"].System.Tell(host, new Introduction(stranger));
        test.World.RunUntilIdle();
        test["b"].System.Tell(Assert.IsType<Introduction>(heard[0]).Whom, new Note(3));
        test.World.RunUntilIdle();

        Assert.Contains(new Terminated(stranger), heard);
        Assert.Equal(DeadLetterReason.NoReceiver, Assert.Single(test.DeadLetters).Reason);
    }

    [Fact]
    public void Tell_MessageWithoutFormat_EndsTheWorldAndNamesIt()
    {
        var test = World();
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        var failure = Assert.Throws<SimulationFailedException>(
            () => test.Act(sender, puppet => puppet.Engine.Tell(receiver, new Owned(1))));

        Assert.Contains($"{typeof(Owned)} has no format", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_FormatThatDoesNotReadWhatItWrote_EndsTheWorld()
    {
        var test = World(new MessageCatalogue([new WrongFormat()]));
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");

        var failure = Assert.Throws<SimulationFailedException>(() => test.Tell(sender, receiver, 1));

        Assert.Contains("Message test.wrong", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transfer_OtherNode_ArrivesInMemoryOfItsOwn()
    {
        var test = World();
        var sender = test.SpawnPuppet("a", "sender");
        var receiver = test.SpawnPuppet("b", "receiver");
        var memory = new Lent([1, 2, 3]);

        test.Act(sender, puppet => puppet.Engine.Transfer(receiver, new Note(7), new Payload(memory, 3)));
        var isReleasedWhenSent = memory.IsReleased;
        test.World.RunUntilIdle();

        var arrived = Assert.IsType<Transferred<Note>>(Assert.Single(test.Seen(receiver)));
        Assert.True(isReleasedWhenSent);
        Assert.Equal(new Note(7), arrived.Header);
        Assert.Equal([1, 2, 3], arrived.Payload.Bytes.ToArray());
        arrived.Dispose();
    }

    [Fact]
    public void Carry_Message_TakesItsBytesAndThoseAroundIt()
    {
        var wire = new EncodedWire(Catalogue);

        var carriage = wire.Carry(Envelope.Of(new Note(300), ActorRef.None), Nobody.Instance);

        // Head and text of the manifest; head of the record, and a number of three bytes.
        Assert.Equal(WireSize.MessageEnvelopeBytes + (1 + "test.note".Length) + (1 + 3), carriage.Bytes);
        carriage.Arriving.Release();
    }

    [Fact]
    public void CarryBulk_Payload_TakesItsBytesAndThoseOfItsHeader()
    {
        var wire = new EncodedWire(Catalogue);
        var message = new Transferred<Note>(new Note(300), new Payload(new Lent(new byte[1000]), 1000));

        var carriage = wire.CarryBulk(Envelope.Of(message, ActorRef.None), 1000, Nobody.Instance);

        Assert.Equal(WireSize.TransferEnvelopeBytes + (1 + "test.note".Length) + (1 + 3) + 1000, carriage.Bytes);
        Assert.Equal(carriage.Bytes, WireSize.OfTransfer(new NoteFormat(), new Note(300), 1000));
        carriage.Arriving.Release();
    }

    private static TestWorld World(MessageCatalogue? catalogue = null) => new(
        new SimulatedWorldOptions { Links = TestWorld.SlowLink, Wire = new EncodedWire(catalogue ?? Catalogue) }, "a", "b");

    private static ActorRef SpawnHost(TestWorld test, string node, out List<object> heard, bool watches = false)
    {
        var list = heard = [];
        return test[node].System.Spawn("host", () => new Host(list, watches));
    }

    private sealed record Introduction(ActorRef Whom);

    private sealed class Host(List<object> heard, bool watches) : Actor, IReceive<Introduction>, IReceive<Terminated>
    {
        public void Receive(Introduction message)
        {
            heard.Add(message);
            if (watches)
            {
                Context.Watch(message.Whom);
            }
        }

        public void Receive(Terminated message) => heard.Add(message);
    }

    private sealed class NoteFormat() : MessageFormat<Note>("test.note")
    {
        public override void Write(ref MessageWriter writer, Note message)
        {
            writer.BeginRecord(1);
            writer.Write(message.Value);
        }

        public override Note Read(ref MessageReader reader)
        {
            var record = reader.BeginRecord(1);
            var note = new Note(reader.ReadInt64());
            reader.EndRecord(record);
            return note;
        }
    }

    private sealed class IntroductionFormat() : MessageFormat<Introduction>("test.introduction")
    {
        public override void Write(ref MessageWriter writer, Introduction message)
        {
            writer.BeginRecord(1);
            writer.Write(message.Whom);
        }

        public override Introduction Read(ref MessageReader reader)
        {
            var record = reader.BeginRecord(1);
            var introduction = new Introduction(reader.ReadActorRef());
            reader.EndRecord(record);
            return introduction;
        }
    }

    private sealed class WrongFormat() : MessageFormat<Note>("test.wrong")
    {
        public override void Write(ref MessageWriter writer, Note message) => writer.Write(message.Value);

        public override Note Read(ref MessageReader reader)
        {
            reader.EndRecord(reader.BeginRecord(1));
            return default;
        }
    }

    private sealed class Stranger(ActorAddress address) : ActorRef
    {
        public override ActorAddress Address { get; } = address;
    }

    private sealed class Nobody : IReferenceResolver
    {
        public static Nobody Instance { get; } = new();

        public ActorRef Resolve(ActorAddress address) => ActorRef.None;
    }

    private sealed class Lent(byte[] bytes) : IMemoryOwner<byte>
    {
        public bool IsReleased { get; private set; }

        public Memory<byte> Memory { get; } = bytes;

        public void Dispose() => IsReleased = true;
    }
}
