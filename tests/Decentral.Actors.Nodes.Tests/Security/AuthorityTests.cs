using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Spokes;

namespace Decentral.Actors.Nodes.Tests.Security;

/// <summary>Hubs and nodes with certificates of authorities, over real connections.</summary>
public sealed class AuthorityTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly X509Certificate2 _authority = CertificateAuthority.Create(Now, 10 * Day);
    private readonly X509Certificate2 _foreign = CertificateAuthority.Create(Now, 10 * Day);
    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<NodeIdentity> _identities = [];
    private readonly JoinToken _pinned;
    private readonly JoinToken _pinless = JoinToken.Create([]);

    public AuthorityTests() => _pinned = JoinToken.Create(HubCertificate.PinOf(_authority));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _identities.ForEach(identity => identity.Dispose());
        _authority.Dispose();
        _foreign.Dispose();
        _signing.Dispose();
    }

    [Fact]
    public async Task Join_TokenNamesTheAuthority_AnyOfItsCertificatesIsBelieved()
    {
        foreach (var validity in new[] { Day, 2 * Day })
        {
            await using var hub = await StartHub(HubCertificate.Issue(_authority, ["127.0.0.1"], Now, validity));

            await using var node = await Join(hub, _pinned);

            Assert.Contains(hub.Members, member => member == node.Self);
        }
    }

    [Fact]
    public async Task Join_HubOfAnotherAuthority_IsNotBelieved()
    {
        await using var hub = await StartHub(HubCertificate.Issue(_foreign, ["127.0.0.1"], Now, Day));

        await Refuses(hub, _pinned, RefusalKind.Untrusted, "is not the one that the token names");
    }

    /// <summary>Whoever has a node's certificate of the authority must not pass for a hub, nor the other way round.</summary>
    [Fact]
    public void Examine_CertificateForAnotherUse_IsNotTrusted()
    {
        using var node = ClientCertificate.Issue(_authority, new NodeId("127.0.0.1"), Now, Day);
        using var hub = HubCertificate.Issue(_authority, ["127.0.0.1"], Now, Day);

        var flags = CertificateChain.Examine(node, [], [_authority], HubCertificate.ServerAuthentication);

        Assert.True(flags.HasFlag(X509ChainStatusFlags.NotValidForUsage));
        Assert.Contains("not issued for nodes", ClientCertificate.FindFault(hub, [_authority]), StringComparison.Ordinal);
    }

    /// <summary>It says that the token's authority has issued it, which is not so.</summary>
    [Fact]
    public async Task Join_HubClaimsTheAuthority_IsNotBelieved()
    {
        using var impostor = CertificateAuthority.Create(Now, 10 * Day);
        using var claimed = HubCertificate.Issue(_authority, ["127.0.0.1"], Now, Day);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Decentral hub", key, HashAlgorithmName.SHA256);
        foreach (var extension in claimed.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var forged = request.Create(impostor, Now - Day, Now + Day, [1, 2, 3]);
        await using var hub = await StartHub(forged.CopyWithPrivateKey(key));

        await Refuses(hub, _pinned, RefusalKind.Untrusted, "another authority");
    }

    [Fact]
    public async Task Join_HubsCertificateHasEnded_SaysWhen()
    {
        using var old = CertificateAuthority.Create(Now - (5 * Day), 30 * Day);
        var token = JoinToken.Create(HubCertificate.PinOf(old));
        await using var hub = await StartHub(HubCertificate.Issue(old, ["127.0.0.1"], Now - (3 * Day), Day), token);

        await Refuses(hub, token, RefusalKind.Untrusted, "renew it by 'decentral keys hub'");
    }

    [Fact]
    public async Task Join_CertificateIsForAnotherName_NamesBoth()
    {
        await using var hub = await StartHub(HubCertificate.Issue(_authority, ["hub.example", "10.1.2.3"], Now, Day));

        await Refuses(hub, _pinned, RefusalKind.Untrusted, "is for hub.example, 10.1.2.3 and not for 127.0.0.1");
    }

    [Fact]
    public async Task Join_NoPin_GoesByTheGivenAuthorityAndTheName()
    {
        await using var hub = await StartHub(HubCertificate.Issue(_authority, ["127.0.0.1"], Now, Day));
        await using var node = await Join(hub, _pinless, new JoinOptions { Hub = hub.Address, Authorities = [_authority] });
        await using var named = await StartHub(HubCertificate.Issue(_authority, ["hub.example"], Now, Day));

        await Refuses(hub, _pinless, RefusalKind.Untrusted, "any that this machine trusts");
        var foreign = new JoinOptions { Hub = hub.Address, Authorities = [_foreign] };
        await Refuses(hub, _pinless, RefusalKind.Untrusted, "another authority", foreign);
        var misnamed = new JoinOptions { Hub = named.Address, Authorities = [_authority] };
        await Refuses(named, _pinless, RefusalKind.Untrusted, "not for 127.0.0.1", misnamed);
    }

    [Fact]
    public async Task Join_MutualTls_TakesTheCertificateOfTheNameAlone()
    {
        await using var hub = await StartGuardedHub();
        using var mine = ClientCertificate.Issue(_authority, new NodeId("node"), Now, Day);
        using var others = ClientCertificate.Issue(_authority, new NodeId("other"), Now, Day);

        await using var node = await Join(hub, _pinned, Showing(hub, mine));

        Assert.Contains(hub.Members, member => member == node.Self);
        await Refuses(
            hub, _pinned, RefusalKind.ClientCertificate, "is for 'other', and it calls itself 'node'", Showing(hub, others));
    }

    [Fact]
    public async Task Join_MutualTlsWithoutAGoodCertificate_IsRefusedInWords()
    {
        await using var hub = await StartGuardedHub();
        using var foreign = ClientCertificate.Issue(_foreign, new NodeId("node"), Now, Day);
        using var old = CertificateAuthority.Create(Now - (5 * Day), 30 * Day);
        using var expired = ClientCertificate.Issue(old, new NodeId("node"), Now - (3 * Day), Day);

        await Refuses(hub, _pinned, RefusalKind.ClientCertificate, "none was shown");
        await Refuses(
            hub, _pinned, RefusalKind.ClientCertificate, "not issued for nodes by the authority", Showing(hub, foreign));
        Assert.Contains(
            $"to {expired.NotAfter:yyyy-MM-dd}, which is not now",
            ClientCertificate.FindFault(expired, [old]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_NodeThatIsConnected_IsNotPutOutAndARevokedOneIsToldSo()
    {
        var revoked = new RevocationRegister([]);
        await using var hub = await StartHub(
            HubCertificate.Issue(_authority, ["127.0.0.1"], Now, Day), _pinned, keys => keys with { Revoked = revoked });
        await using var node = await Join(hub, _pinned);
        using var identity = new NodeIdentity(null, null, _pinned);
        var join = new JoinOptions { Hub = hub.Address, Identity = identity };

        Assert.Null(await HubInquiry.AskAsync(TestNodes.Options("absent"), join, Cancelled));
        revoked.Replace([], [new(new NodeId("gone"), Now + Day)]);
        var refusal = await HubInquiry.AskAsync(TestNodes.Options("gone"), join, Cancelled);

        Assert.Equal(RefusalKind.Revoked, refusal?.Kind);
        Assert.Contains(hub.Members, member => member == node.Self);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("Ada's \"machine\", CN=hub + 1")]
    [InlineData("größer")]
    public void NameIn_Issued_IsTheName(string name)
    {
        using var certificate = ClientCertificate.Issue(_authority, new NodeId(name), Now, Day);

        Assert.Equal(name, ClientCertificate.NameIn(certificate));
    }

    private static JoinOptions Showing(HubActorSystem hub, X509Certificate2 certificate) =>
        new() { Hub = hub.Address, ClientCertificate = certificate };

    private Task<NodeActorSystem> Join(HubActorSystem hub, JoinToken token, JoinOptions? join = null)
    {
        var identity = new NodeIdentity(null, null, token);
        _identities.Add(identity);
        return NodeActorSystem.JoinAsync(
            TestNodes.Options("node"), (join ?? new JoinOptions { Hub = hub.Address }) with { Identity = identity }, Cancelled);
    }

    private async Task Refuses(
        HubActorSystem hub, JoinToken token, RefusalKind kind, string reason, JoinOptions? join = null)
    {
        var refusal = await Assert.ThrowsAsync<JoinRefusedException>(() => Join(hub, token, join));

        Assert.Equal(kind, refusal.Kind);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private Task<HubActorSystem> StartGuardedHub() => StartHub(
        HubCertificate.Issue(_authority, ["127.0.0.1"], Now, Day),
        _pinned,
        keys => keys with { ClientAuthorities = [_authority] });

    private Task<HubActorSystem> StartHub(
        X509Certificate2 certificate, JoinToken? token = null, Func<HubKeys, HubKeys>? change = null)
    {
        TokenGrant[] grants = [.. new[] { token ?? _pinned, _pinless }.Select(
            known => new TokenGrant(TokenRegister.DigestOf(known), Now))];
        var keys = new HubKeys(_signing, certificate, new TokenRegister(grants), new RevocationRegister([]));
        return HubActorSystem.StartAsync(
            TestNodes.Options("hub"),
            new HubOptions { Listen = new Uri("https://127.0.0.1:0"), Keys = change is null ? keys : change(keys) },
            Cancelled);
    }
}
