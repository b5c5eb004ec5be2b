using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Security;

public sealed class SecureJoinTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<TokenGrant> _grants = [];
    private readonly TokenRegister _tokens = new([]);
    private readonly RevocationRegister _revoked = new([]);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificate.Dispose();
        _signing.Dispose();
    }

    [Fact]
    public async Task Join_WithTheToken_TalksOverTls()
    {
        await using var hub = await StartHub();
        using var identity = new NodeIdentity(null, null, CreateToken());
        await using var node = await Join(hub, "node", identity);
        var receiver = hub.Spawn("receiver", () => new Puppet());

        node.Tell(node.Resolve(receiver.Address), new Note(7));

        var sight = await hub.Ask<AwaitSeen, Sight>(receiver, new AwaitSeen(1), Patience, Cancelled);
        Assert.Equal([new Note(7)], sight.Seen);
        Assert.Equal(Uri.UriSchemeHttps, hub.Address.Scheme);
    }

    [Fact]
    public async Task Join_WithAnotherToken_IsRefused()
    {
        await using var hub = await StartHub();
        using var identity = new NodeIdentity(null, null, JoinToken.Create(HubCertificate.PinOf(_certificate)));

        var refusal = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, "node", identity));

        Assert.Equal(RefusalKind.Credential, refusal.Kind);
        Assert.Contains("token", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_WithoutAToken_IsRefused()
    {
        await using var hub = await StartHub();

        var refusal = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, "node", null));

        Assert.Equal(RefusalKind.Untrusted, refusal.Kind);
        Assert.Contains("token", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_HubOfAnotherCertificate_IsNotBelieved()
    {
        await using var hub = await StartHub();
        using var other = CreateCertificate();
        using var identity = new NodeIdentity(null, null, CreateToken(other));

        var refusal = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, "node", identity));

        Assert.Equal(RefusalKind.Untrusted, refusal.Kind);
        Assert.Contains("another hub", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_AgainWithTheCertificate_NeedsNoToken()
    {
        await using var hub = await StartHub();
        var token = CreateToken();
        byte[]? issued = null;
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        using (var first = new NodeIdentity(key, null, token, certificate => issued = certificate))
        {
            await using var node = await Join(hub, "node", first);
        }

        _tokens.Replace([]);

        using var second = new NodeIdentity(ECDsa.Create(parameters), issued, token);
        await using var again = await Join(hub, "node", second);

        Assert.Contains(hub.Members, member => member == again.Self);
    }

    [Fact]
    public async Task Join_WithTheCertificateOfAnother_IsRefused()
    {
        await using var hub = await StartHub();
        byte[]? issued = null;
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        using var first = new NodeIdentity(key, null, CreateToken(), certificate => issued = certificate);
        await using var node = await Join(hub, "node", first);

        // Another key with the certificate; the right key with another name. Neither has a token that the hub knows.
        using var thief = new NodeIdentity(null, issued, JoinToken.Create(HubCertificate.PinOf(_certificate)));
        var stolen = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, "node", thief));
        using var same = new NodeIdentity(
            ECDsa.Create(parameters), issued, JoinToken.Create(HubCertificate.PinOf(_certificate)));
        var renamed = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, "other", same));

        Assert.Equal(RefusalKind.Credential, stolen.Kind);
        Assert.Equal(RefusalKind.Credential, renamed.Kind);
    }

    [Fact]
    public async Task Join_NameOfAConnectedNodeWithAnotherKey_IsRefused()
    {
        await using var hub = await StartHub();
        using var first = new NodeIdentity(null, null, CreateToken());
        await using var node = await Join(hub, "node", first);
        using var second = new NodeIdentity(null, null, CreateToken());

        var refusal = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, "node", second));

        Assert.Equal(RefusalKind.Unwanted, refusal.Kind);
        Assert.Contains("--name", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(hub.Members, member => member == node.Self);
    }

    [Fact]
    public async Task Revoke_ConnectedNode_IsDisconnectedWithTheReasonAndStaysOut()
    {
        await using var hub = await StartHub();
        byte[]? issued = null;
        var token = CreateToken();
        using var identity = new NodeIdentity(null, null, token, certificate => issued = certificate);
        using var other = new NodeIdentity(null, null, CreateToken());
        await using var node = await Join(hub, "node", identity);
        await using var bystander = await Join(hub, "bystander", other);
        var serial = hub.CertificateOf(node.Node);
        Assert.NotNull(serial);
        var witness = hub.Spawn("witness", () => new Puppet());
        var subscribed = new Do(puppet =>
        {
            puppet.Engine.Cluster.Subscribe();
            return new Done(true);
        });
        await hub.Ask<Do, Done>(witness, subscribed, Patience, Cancelled);

        _revoked.Replace([serial.Value], []);
        var reason = await node.Removed.WaitAsync(Patience, Cancelled);

        // Three are up, and one is lost.
        var sight = await hub.Ask<AwaitSeen, Sight>(witness, new AwaitSeen(4), Patience, Cancelled);
        var lost = Assert.Single(sight.Seen.OfType<MemberLost>());
        Assert.Equal(node.Self, lost.Member);
        Assert.Contains("revoked", lost.Reason, StringComparison.Ordinal);
        Assert.Contains("revoked", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Members, member => member.Node == node.Node);
        Assert.Contains(hub.Members, member => member == bystander.Self);
        Assert.NotNull(issued);
        var refusal = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, "node", identity));
        Assert.Equal(RefusalKind.Revoked, refusal.Kind);
    }

    [Fact]
    public async Task Join_AgainWithTheCertificate_KeepsTheSerialNumber()
    {
        await using var hub = await StartHub();
        using var identity = new NodeIdentity(null, null, CreateToken());
        await (await Join(hub, "node", identity)).DisposeAsync();
        var first = hub.CertificateOf(new NodeId("node"));

        await using var again = await Join(hub, "node", identity);

        Assert.NotNull(first);
        Assert.Equal(first, hub.CertificateOf(again.Node));
    }

    [Fact]
    public async Task StartHub_OpenToOtherMachinesWithoutKeys_IsRefused()
    {
        var options = new HubOptions { Listen = new Uri("http://0.0.0.0:0") };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => HubActorSystem.StartAsync(TestNodes.Options("hub"), options, Cancelled));

        Assert.Contains("https", refusal.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 CreateCertificate() =>
        HubCertificate.Create(["localhost", "127.0.0.1"], DateTimeOffset.UtcNow, TimeSpan.FromDays(1));

    private static Task<NodeActorSystem> Join(HubActorSystem hub, string node, NodeIdentity? identity) =>
        NodeActorSystem.JoinAsync(
            TestNodes.Options(node), new JoinOptions { Hub = hub.Address, Identity = identity }, Cancelled);

    private JoinToken CreateToken() => CreateToken(_certificate);

    private JoinToken CreateToken(X509Certificate2 pinned)
    {
        var token = JoinToken.Create(HubCertificate.PinOf(pinned));
        _grants.Add(new TokenGrant(TokenRegister.DigestOf(token), DateTimeOffset.UtcNow));
        _tokens.Replace(_grants);
        return token;
    }

    private Task<HubActorSystem> StartHub() => HubActorSystem.StartAsync(
        TestNodes.Options("hub"),
        new HubOptions
        {
            Listen = new Uri("https://127.0.0.1:0"),
            Keys = new HubKeys(_signing, _certificate, _tokens, _revoked),
        },
        Cancelled);
}
