using System.Net;
using System.Net.Sockets;
using Decentral.Actors.Nodes.Spokes;

namespace Decentral.Actors.Nodes.Tests.Hubs;

/// <summary>A node that knows of several hubs finds the one that is there.</summary>
public sealed class SecondHubTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_FirstHubIsNotThere_JoinsTheOther()
    {
        await using var hub = await TestNodes.StartHub(TestNodes.Options("hub"));

        await using var node = await NodeActorSystem.JoinAsync(
            TestNodes.Options("node"), new JoinOptions { Hub = FreeAddress(), Others = [hub.Address] }, Cancelled);

        Assert.Equal(["hub", "node"], node.Members.Select(member => member.Node.Name));
    }

    [Fact]
    public async Task Link_HubEndsAndAnotherOfItsNameIsThere_GoesOnWithThatOne()
    {
        var first = await TestNodes.StartHub(TestNodes.Options("hub"));
        await using var second = await TestNodes.StartHub(TestNodes.Options("hub"));
        await using var node = await NodeActorSystem.JoinAsync(
            TestNodes.Options("node"), new JoinOptions { Hub = first.Address, Others = [second.Address] }, Cancelled);

        await first.DisposeAsync();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(Patience);
        while (second.Members.Count < 2)
        {
            await Task.Delay(20, patience.Token);
        }

        Assert.Contains(second.Members, member => member.Node.Name == "node");
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
