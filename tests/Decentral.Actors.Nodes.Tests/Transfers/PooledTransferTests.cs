using System.Runtime.CompilerServices;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Actors.Transfers;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Transfers;

/// <summary>What a node keeps of the memory of the bulk data that it is sent.</summary>
public sealed class PooledTransferTests : IAsyncLifetime
{
    private const int Length = 3_000_000;

    private LinkedNodesWorld _world = null!;

    private PayloadPool Pool => BoardOf((LinkedActorSystem)_world.There).Transfers.Incoming.Pool;

    public async ValueTask InitializeAsync() => _world = (LinkedNodesWorld)await LinkedNodesWorld.FromHubToNode();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Transfer_ManyOneAfterAnother_TakesTheMemoryOfOne()
    {
        var receiver = _world.SpawnPuppetThere("receiver");
        var sender = _world.SpawnPuppet("sender");

        for (var count = 1; count <= 20; count++)
        {
            await Send(sender, receiver, count);
            var arrived = (Transferred<Note>)(await _world.Seen(receiver, count))[^1];
            Assert.Equal(Length, Pool.AllocatedBytes);
            Assert.Equal(0, Pool.IdleBytes);
            arrived.Dispose();
        }

        Assert.Equal(Length, Pool.AllocatedBytes);
        Assert.Equal(Length, Pool.IdleBytes);
    }

    [Fact]
    public async Task Transfer_MailboxIsFull_ReturnsTheMemory()
    {
        var receiver = _world.SpawnPuppetThere("receiver", new SpawnOptions { MailboxCapacity = 2 });
        var sender = _world.SpawnPuppet("sender");
        var (isHeld, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var held = _world.Act(receiver, _ =>
        {
            isHeld.SetResult();
            mayGoOn.Task.Wait(TimeSpan.FromSeconds(60));
        });
        await isHeld.Task;
        _world.There.Tell(receiver, new Note(1));
        _world.There.Tell(receiver, new Note(2));

        await Send(sender, receiver, 1);
        mayGoOn.SetResult();
        await held;

        Assert.IsType<TransferFailed>(Assert.Single(await _world.Seen(sender, 1)));
        Assert.Equal(Length, Pool.IdleBytes);
        Assert.Equal(Length, Pool.AllocatedBytes);
    }

    [Fact]
    public async Task Dispose_NodeWithIdleMemory_FreesIt()
    {
        var pool = Pool;
        var receiver = _world.SpawnPuppetThere("receiver");
        var sender = _world.SpawnPuppet("sender");
        await Send(sender, receiver, 1);
        var arrived = (Transferred<Note>)Assert.Single(await _world.Seen(receiver, 1));

        await _world.EndThere();

        Assert.Equal(Length, pool.AllocatedBytes);
        arrived.Dispose();
        Assert.Equal(0, pool.AllocatedBytes);
    }

    private async Task Send(ActorRef sender, ActorRef receiver, int count)
    {
        var seen = _world.SeenFrom(_world.System, receiver);
        await _world.Act(sender, puppet => puppet.Engine.Transfer(
            seen, new Note(count), new Payload(new CountingMemory(Length, count), Length)));
        await _world.Seen(sender, count);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Switchboard")]
    private static extern Switchboard BoardOf(LinkedActorSystem system);
}
