using System.Buffers;
using Decentral.Actors.Transfers;

namespace Decentral.Conformance.Linked;

public abstract partial class LinkedConformance
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((16 << 20) + 3)]
    public async Task Transfer_Payload_ArrivesWholeAndIsReported(int length)
    {
        await using var world = await CreateWorld();
        var receiver = world.SpawnPuppetThere("receiver");
        var sender = world.SpawnPuppet("sender");
        var memory = new CountingMemory(length);
        new Random(1).NextBytes(memory.Memory.Span);
        var expected = memory.Memory.ToArray();

        var transfer = await world.Act(sender, puppet => puppet.Engine.Transfer(
            world.SeenFromHere(receiver), new Note(5), new Payload(memory, expected.Length)));
        using var arrived = Assert.IsType<Transferred<Note>>(Assert.Single(await world.Seen(receiver, 1)));

        Assert.Equal([new TransferCompleted(transfer)], await world.Seen(sender, 1));
        Assert.Equal(new Note(5), arrived.Header);
        Assert.True(arrived.Payload.Bytes.Span.SequenceEqual(expected));
    }

    [Fact]
    public async Task Transfer_SeveralAtOnce_AllArrive()
    {
        await using var world = await CreateWorld();
        var receiver = world.SpawnPuppetThere("receiver");
        var sender = world.SpawnPuppet("sender");
        var lengths = new[] { 3 << 20, 1000, 0, 777_777, 5 << 20, 17 };

        await world.Act(sender, puppet =>
        {
            for (var i = 0; i < lengths.Length; i++)
            {
                var memory = new CountingMemory(lengths[i]);
                memory.Memory.Span.Fill((byte)(i + 1));
                puppet.Engine.Transfer(world.SeenFromHere(receiver), new Note(i), new Payload(memory, lengths[i]));
            }
        });
        var arrived = (await world.Seen(receiver, lengths.Length)).Cast<Transferred<Note>>().ToArray();

        Assert.Equal(Enumerable.Range(0, lengths.Length), arrived.Select(one => (int)one.Header.Value).Order());
        Assert.All(arrived, one => Assert.Equal(lengths[one.Header.Value], one.Payload.Bytes.Length));
        Assert.All(arrived, one => Assert.Equal(-1, one.Payload.Bytes.Span.IndexOfAnyExcept((byte)(one.Header.Value + 1))));
        Assert.All(await world.Seen(sender, lengths.Length), outcome => Assert.IsType<TransferCompleted>(outcome));
        Assert.All(arrived, one => one.Dispose());
    }

    [Fact]
    public async Task Transfer_ToSomeoneGone_ReleasesThePayloadAndFails()
    {
        await using var world = await CreateWorld();
        var receiver = world.SpawnPuppetThere("receiver");
        var sender = world.SpawnPuppet("sender");
        await world.Act(receiver, puppet => puppet.Engine.Stop(receiver));
        await world.WhenStopped(receiver);
        var memory = new CountingMemory(100);

        var transfer = await world.Act(sender, puppet => puppet.Engine.Transfer(
            world.SeenFromHere(receiver), new Note(5), new Payload(memory, 100)));
        var failed = Assert.IsType<TransferFailed>(Assert.Single(await world.Seen(sender, 1)));

        Assert.Equal(transfer, failed.Transfer);
        Assert.Equal(1, memory.Released);
    }

    [Fact]
    public async Task Transfer_ToANodeThatEnds_ReleasesThePayloadAndFails()
    {
        await using var world = await CreateWorld();
        var receiver = world.SpawnPuppetThere("receiver");
        var sender = world.SpawnPuppet("sender");
        await world.EndThere();
        var memory = new CountingMemory(100);

        await world.Act(sender, puppet => puppet.Engine.Transfer(
            world.SeenFromHere(receiver), new Note(5), new Payload(memory, 100)));

        Assert.IsType<TransferFailed>(Assert.Single(await world.Seen(sender, 1)));
        Assert.Equal(1, memory.Released);
    }

    private sealed class CountingMemory(int length) : IMemoryOwner<byte>
    {
        private int _released;

        public int Released => Volatile.Read(ref _released);

        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose() => Interlocked.Increment(ref _released);
    }
}
