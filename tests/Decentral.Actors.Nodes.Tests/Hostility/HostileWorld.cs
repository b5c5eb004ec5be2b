using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Membership;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Hostility;

/// <summary>A hub, a node that minds its own business, and names for peers that do not.</summary>
public sealed class HostileWorld : IAsyncLifetime
{
    private int _told;
    private int _incarnation;

    public HubActorSystem Hub { get; private set; } = null!;

    public NodeActorSystem Bystander { get; private set; } = null!;

    /// <summary>An actor of the hub.</summary>
    public ActorRef Receiver { get; private set; } = null!;

    internal TestLog Log { get; } = new("hub");

    /// <summary>Who to be; each time a new incarnation.</summary>
    public Member NextMallory() => new(new NodeId("mallory"), ++_incarnation, new MemberProfile(1, 0));

    public async ValueTask InitializeAsync()
    {
        Hub = await HubActorSystem.StartAsync(
            TestNodes.Options("hub") with
            {
                LoggerFactory = Log,
                Timeouts = new NodeTimeouts(TimeSpan.FromSeconds(9)),
                ReceiveBytes = 1 << 20,
            },
            new HubOptions
            {
                Listen = new Uri("http://127.0.0.1:0"),
                MaxStrangers = 8,
                IsReserved = static name => name == "monitor",
            },
            TestContext.Current.CancellationToken);
        Bystander = await TestNodes.Join(Hub, TestNodes.Options("bystander"));
        Receiver = Hub.Spawn("receiver", () => new Puppet());
    }

    public async ValueTask DisposeAsync()
    {
        await Bystander.DisposeAsync();
        await Hub.DisposeAsync();
        Log.Dispose();
    }

    /// <summary>What others do to each other goes on, and the hub has made no error of its own.</summary>
    /// <param name="by">What was sent, in words.</param>
    public async Task RequireUndisturbed(string by)
    {
        var note = new Note(1000 + ++_told);
        Bystander.Tell(Bystander.Resolve(Receiver.Address), note);
        var seen = await Hub.Ask<AwaitSeen, Sight>(
            Receiver, new AwaitSeen(_told), TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(seen.Seen.Contains(note), $"disturbed by {by}");
        Assert.False(Bystander.Removed.IsCompleted);
        Assert.Empty(Log.Errors);
    }
}
