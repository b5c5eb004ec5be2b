using System.Buffers;
using Decentral.Actors;
using Decentral.Actors.Transfers;

namespace Decentral.Conformance;

public abstract partial class EngineConformance
{
    [Fact]
    public async Task Transfer_LargePayload_ArrivesWholeAndIsReported()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver");
        var sender = world.SpawnPuppet("sender");
        var memory = new CountingMemory(16 << 20);
        new Random(1).NextBytes(memory.Memory.Span);
        var expected = memory.Memory.ToArray();

        var transfer = await world.Act(sender, puppet =>
            puppet.Engine.Transfer(receiver, new Note(5), new Payload(memory, expected.Length)));
        var arrived = Assert.IsType<Transferred<Note>>(Assert.Single(await world.Seen(receiver, 1)));

        Assert.Equal([new TransferCompleted(transfer)], await world.Seen(sender, 1));
        Assert.Equal(new Note(5), arrived.Header);
        Assert.True(arrived.Payload.Bytes.Span.SequenceEqual(expected));
        Assert.Equal(0, memory.Released);
        arrived.Dispose();
        Assert.Equal(1, memory.Released);
    }

    [Fact]
    public async Task Transfer_ToSomeoneGone_ReleasesThePayloadAndFails()
    {
        await using var world = CreateWorld();
        var receiver = world.SpawnPuppet("receiver");
        var sender = world.SpawnPuppet("sender");
        await world.Act(receiver, puppet => puppet.Engine.Stop(receiver));
        await world.WhenStopped(receiver);
        var memory = new CountingMemory(100);

        var transfer = await world.Act(sender, puppet =>
            puppet.Engine.Transfer(receiver, new Note(5), new Payload(memory, 100)));

        var failed = Assert.IsType<TransferFailed>(Assert.Single(await world.Seen(sender, 1)));
        Assert.Equal(transfer, failed.Transfer);
        Assert.Equal(1, memory.Released);
        Assert.Equal(new DeadLetterCounts(1, 0, 0, 0), world.System.DeadLetters);
    }

    [Fact]
    public async Task Transfer_ToAFullMailbox_ReleasesThePayloadAndFails()
    {
        await using var world = CreateWorld();
        var actor = world.SpawnPuppet("actor", new SpawnOptions { MailboxCapacity = 2 });
        var memory = new CountingMemory(100);

        var seen = world.AskForSeen(actor, 3);
        await world.Act(actor, puppet =>
        {
            TellNotes(puppet, actor, 2);
            puppet.Engine.Transfer(actor, new Note(5), new Payload(memory, 100));
        });

        Assert.IsType<TransferFailed>((await world.Await(seen)).Seen[^1]);
        Assert.Equal(1, memory.Released);
        Assert.Equal(new DeadLetterCounts(0, 1, 0, 0), world.System.DeadLetters);
    }

    [Fact]
    public async Task Transfer_SharedPayload_ReleasesTheMemoryAfterItsLastHolder()
    {
        await using var world = CreateWorld();
        var first = world.SpawnPuppet("first");
        var second = world.SpawnPuppet("second");
        var sender = world.SpawnPuppet("sender");
        var memory = new CountingMemory(100);

        await world.Act(sender, puppet =>
        {
            using var payload = new Payload(memory, 100);
            puppet.Engine.Transfer(first, new Note(1), payload.Share());
            puppet.Engine.Transfer(second, new Note(2), payload.Share());
        });
        var one = (Transferred<Note>)Assert.Single(await world.Seen(first, 1));
        var other = (Transferred<Note>)Assert.Single(await world.Seen(second, 1));

        one.Dispose();
        Assert.Equal(0, memory.Released);
        other.Dispose();
        Assert.Equal(1, memory.Released);
    }

    private sealed class CountingMemory(int length) : IMemoryOwner<byte>
    {
        public int Released { get; private set; }

        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose() => Released++;
    }
}
