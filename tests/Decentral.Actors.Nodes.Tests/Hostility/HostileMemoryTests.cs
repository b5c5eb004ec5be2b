using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>
/// Whatever one peer sends takes a bounded amount of memory. That is measured of the whole process, so nothing runs
/// beside.
/// </summary>
[CollectionDefinition(nameof(HostileMemoryTests), DisableParallelization = true)]
[Collection(nameof(HostileMemoryTests))]
public sealed class HostileMemoryTests(HostileWorld world) : IClassFixture<HostileWorld>
{
    private readonly HostileWorld _world = world;
    private readonly Member _mallory = world.NextMallory();

    [Fact]
    public async Task Member_OffersMoreThanFits_IsRefusedOrWaits()
    {
        using var control = await RawLink.Join(_world.Hub.Address, _mallory);
        using var bulk = await RawLink.Join(_world.Hub.Address, _mallory, LinkPurpose.Bulk);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var number = 0; number < 20_000; number++)
        {
            var key = new TransferKey(_mallory.Incarnation, number);
            var route = new TransferRoute(_world.Hub.Node, _mallory.Node, key);
            await bulk.Send(HostileFrames.Offer(route, _world.Receiver.Address, number % 3 == 0 ? int.MaxValue : 1));
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
        await _world.RequireUndisturbed("frames");
    }

    [Fact]
    public async Task Member_NeverReadsWhatItAsksFor_CostsLittleMemory()
    {
        using var link = await RawLink.Join(_world.Hub.Address, _mallory);
        var one = HostileFrames.Of(PingFrame.Write, new PingFrame(FrameKind.Ping, long.MaxValue));
        var pings = Enumerable.Repeat(one, 40_000).SelectMany(ping => ping).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var batch = 0; batch < 40; batch++)
        {
            await link.Send(pings);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 << 20);
        await _world.RequireUndisturbed("frames");
    }
}
