using Decentral.Actors.Nodes.Peers;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Actors.Nodes.Tests.Breaks;

namespace Decentral.Actors.Nodes.Tests.Peers;

public sealed class PeerTransferTests
{
    private const int Length = 5_000_000;

    private static readonly PeerListening Listening = new() { Listen = PeerWorld.Listen };

    [Fact]
    public Task Transfer_PeerThatListens_GoesDirectly() => SendDirectly(PeerWorld.CreateOpen(), PeerWorld.Listen);

    [Fact]
    public Task Transfer_PeerWithKeys_GoesDirectly() => SendDirectly(PeerWorld.CreateWithKeys(), PeerWorld.Listen);

    [Fact]
    public Task Transfer_PeerWithTls_GoesDirectly() => SendDirectly(PeerWorld.CreateWithTls(), PeerWorld.ListenByTls);

    [Fact]
    public async Task Transfer_NoneThatListens_GoesThroughTheHub()
    {
        await using var world = await PeerWorld.CreateOpen();
        var (left, right) = (await world.Join("left"), await world.Join("right"));

        await world.Transfer(left, right, Length);

        Assert.Equal(0, left.BulkBytes.Direct);
        Assert.InRange(left.BulkBytes.Relayed, Length, long.MaxValue);
        Assert.InRange(world.Hub.BulkBytes.Relayed, Length, long.MaxValue);
        Assert.Empty(left.PeerAddresses);
        Assert.Null(left.PeerListener);
    }

    [Fact]
    public async Task Transfer_FromTheHub_CountsAsNeither()
    {
        await using var world = await PeerWorld.CreateOpen();
        var node = await world.Join("node", Listening);

        await world.Transfer(world.Hub, node, Length);
        await world.Transfer(node, world.Hub, Length);

        Assert.Equal(default, node.BulkBytes);
        Assert.Equal(default, world.Hub.BulkBytes);
    }

    [Fact]
    public async Task Transfer_ToOneWhoseLinkWasDialledByIt_GoesThereOverThat()
    {
        await using var world = await PeerWorld.CreateOpen();
        var (left, right) = (await world.Join("left", Listening), await world.Join("right"));

        // The right one cannot be dialled, and is sent something: it dials whoever sends.
        await world.LinkDirectly(left, right, dialler: right);
        await world.Transfer(left, right, Length);
        await world.Transfer(right, left, Length);

        Assert.InRange(left.BulkBytes.Direct, 2 * Length, long.MaxValue);
        Assert.InRange(world.Hub.BulkBytes.Relayed, 0, PeerWorld.FewBytes);
    }

    [Fact]
    public async Task Transfer_BothWaysAtOnce_AllGoesDirectly()
    {
        await using var world = await PeerWorld.CreateOpen();
        var (left, right) = (await world.Join("left", Listening), await world.Join("right", Listening));

        await Task.WhenAll(world.LinkDirectly(left, right), world.LinkDirectly(right, left));
        await Task.WhenAll(
            world.Transfer(left, right, Length),
            world.Transfer(right, left, Length),
            world.Transfer(left, right, Length),
            world.Transfer(right, left, Length));

        Assert.InRange(left.BulkBytes.Direct, 4 * Length, long.MaxValue);
        Assert.InRange(world.Hub.BulkBytes.Relayed, 0, 4 * PeerWorld.FewBytes);
    }

    [Fact]
    public async Task Transfer_AddressThatNobodyAnswers_GoesThroughTheHub()
    {
        await using var world = await PeerWorld.CreateOpen();
        var left = await world.Join("left");
        var right = await world.Join("right", Listening with { Advertised = new Uri("http://127.0.0.1:1") });
        var told = world.LogOf("left").When("Bulk data with right goes through the hub: http://127.0.0.1:1: ");

        await world.Transfer(left, right, Length);
        await told;

        Assert.InRange(world.Hub.BulkBytes.Relayed, Length, long.MaxValue);
        Assert.Equal(0, left.BulkBytes.Direct);
    }

    [Fact]
    public async Task Transfer_AsManyLinksAsThereMayBe_GoesThroughTheHub()
    {
        await using var world = await PeerWorld.CreateOpen();
        var left = await world.Join("left", configure: options => options with { MaxPeerLinks = 0 });
        var full = await world.Join("full", Listening, options => options with { MaxPeerLinks = 0 });
        var right = await world.Join("right", Listening);
        var none = world.LogOf("left").When("there are 0 direct links, which is the most");
        var refused = world.LogOf("right").When("it has as many links with peers as it may");

        await world.Transfer(left, right, Length);
        await world.Transfer(right, full, Length);
        await Task.WhenAll(none, refused);

        Assert.Equal(0, right.BulkBytes.Direct);
    }

    [Fact]
    public async Task Transfer_DirectLinkCutForGood_GoesOnThroughTheHub()
    {
        await using var world = await PeerWorld.CreateOpen();
        await using var cable = new Cable();
        var left = await world.Join("left");
        var right = await world.Join("right", Listening with { Advertised = cable.Address });
        cable.LeadTo(right.PeerListener!);
        await world.LinkDirectly(left, right);
        var told = world.LogOf("left").When("Bulk data with right goes through the hub: the link ended");

        cable.CutAt(Length / 2);
        await world.Transfer(left, right, Length);
        await told;

        Assert.InRange(world.Hub.BulkBytes.Relayed, Length / 10, Length);
        Assert.InRange(left.BulkBytes.Direct, Length / 10, Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transfer_DirectLinkCutNowAndThen_GoesOnWhereItWas(bool isDialler)
    {
        const int Much = 4 * Length;
        await using var world = await PeerWorld.CreateWithKeys();
        await using var cable = new Cable();
        var left = await world.Join("left");
        var right = await world.Join("right", Listening with { Advertised = cable.Address });
        cable.LeadTo(right.PeerListener!);
        await world.LinkDirectly(left, right);

        cable.BreakAt(Length, 2 * Length);
        await (isDialler ? world.Transfer(left, right, Much) : world.Transfer(right, left, Much));

        var carried = left.BulkBytes.Direct + left.BulkBytes.Relayed;
        Assert.InRange(carried, Much, Much * 1.5);
        await world.SendUntilDirect(left, right);
    }

    [Fact]
    public async Task Link_OverWhichNothingGoes_IsClosedAndDialledAgainWhenItIsNeeded()
    {
        await using var world = await PeerWorld.CreateOpen();
        var left = await world.Join(
            "left", configure: options => options with { IdlePeerTime = TimeSpan.FromMilliseconds(200) });
        var right = await world.Join("right", Listening);
        var ended = world.LogOf("left").When("The direct link with right has ended");
        var noticed = world.LogOf("right").When("The direct link with left has ended");
        await world.LinkDirectly(left, right);

        await Task.WhenAll(ended, noticed);

        await world.SendUntilDirect(left, right);
    }

    [Fact]
    public async Task Link_WithOneThatLeaves_Ends()
    {
        await using var world = await PeerWorld.CreateOpen();
        var (left, right) = (await world.Join("left"), await world.Join("right", Listening));
        await world.LinkDirectly(left, right);
        var ended = world.LogOf("right").When("The direct link with left has ended");

        await left.DisposeAsync();

        await ended;
    }

    [Fact]
    public async Task Join_ToListenToOtherMachinesWithoutTls_IsRefused()
    {
        await using var world = await PeerWorld.CreateWithKeys();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => world.Join("left", new PeerListening { Listen = new Uri("http://0.0.0.0:0") }));

        Assert.Contains("https", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_ToListenToOtherMachinesWithoutKeys_IsRefused()
    {
        await using var world = await PeerWorld.CreateOpen();

        var refusal = await Assert.ThrowsAsync<JoinRefusedException>(
            () => world.Join("left", new PeerListening { Listen = new Uri("https://0.0.0.0:0") }));

        Assert.Contains("no keys", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_ToListenAtAllAddresses_AnnouncesThoseOfTheMachine()
    {
        await using var world = await PeerWorld.CreateWithTls();

        var node = await world.Join("left", new PeerListening { Listen = new Uri("https://0.0.0.0:0") });

        Assert.InRange(node.PeerAddresses.Count, 0, PeerContact.MaxAddresses);
        Assert.All(node.PeerAddresses, address =>
        {
            Assert.False(new Uri(address).IsLoopback);
            Assert.Equal(node.PeerListener!.Port, new Uri(address).Port);
        });
    }

    private static async Task SendDirectly(Task<PeerWorld> created, Uri listen)
    {
        await using var world = await created;
        var left = await world.Join("left");
        var right = await world.Join("right", new PeerListening { Listen = listen });
        await world.LinkDirectly(left, right);

        await world.Transfer(left, right, Length);
        await world.Transfer(right, left, Length);

        Assert.InRange(left.BulkBytes.Direct, 2 * Length, long.MaxValue);
        Assert.InRange(right.BulkBytes.Direct, 2 * Length, long.MaxValue);
        Assert.InRange(world.Hub.BulkBytes.Relayed, 0, PeerWorld.FewBytes);
    }
}
