using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors;
using Decentral.Actors.Nodes;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Security;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Cli.Doctor;
using Decentral.Cli.Joining;
using Decentral.Cli.Tests.Commands;
using Decentral.Training.Formats;

namespace Decentral.Cli.Tests.Doctor;

/// <summary>What <c>doctor --join</c> says of a hub that does not take this machine.</summary>
public sealed class HubProbeTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly RecordedHost _recorded = new();
    private readonly X509Certificate2 _authority = CertificateAuthority.Create(Now, 9 * Day);
    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RevocationRegister _revoked = new([]);
    private readonly JoinToken _token;

    public HubProbeTests() => _token = JoinToken.Create(HubCertificate.PinOf(_authority));

    public void Dispose()
    {
        _recorded.Dispose();
        _authority.Dispose();
        _signing.Dispose();
    }

    [Fact]
    public async Task Probe_TokenHasEnded_IsToldOfTheToken()
    {
        await using var hub = await StartHub(new TokenGrant(TokenRegister.DigestOf(_token), Now, Now - Day));

        await Finds(hub, "token", "its token ended on");
    }

    [Fact]
    public async Task Probe_TokenIsRevoked_IsToldOfTheToken()
    {
        await using var hub = await StartHub(new TokenGrant(TokenRegister.DigestOf(_token), Now, IsRevoked: true));

        await Finds(hub, "token", "its token has been revoked");
    }

    [Fact]
    public async Task Probe_HubOfAnotherAuthority_IsToldOfTheCertificate()
    {
        await using var hub = await StartHub(Grant());

        await Finds(hub, "certificate", "is not the one that the token names", JoinToken.Create(new byte[32]));
        await Finds(hub, "certificate", "any that this machine trusts", JoinToken.Create([]));
    }

    [Fact]
    public async Task Probe_HubAsksForAClientCertificate_IsToldOfMutualTls()
    {
        await using var hub = await StartHub(Grant(), keys => keys with { ClientAuthorities = [_authority] });

        await Finds(hub, "mutual TLS", "none was shown");
    }

    /// <summary>The token is good: it is this node's own certificate that counts no more.</summary>
    [Fact]
    public async Task Probe_NodeIsRevoked_IsToldThoughTheTokenIsGood()
    {
        await using var hub = await StartHub(Grant());
        var settings = Settings(hub, _token);
        using (var identity = NodeKeyFolder.Open(settings))
        {
            await using var node = await NodeActorSystem.JoinAsync(
                Options("ada"),
                new JoinOptions { Hub = hub.Address, Identity = identity },
                TestContext.Current.CancellationToken);
            _revoked.Replace([hub.CertificateOf(node.Node)!.Value], []);
        }

        await Finds(hub, "revocation", "has been revoked");
    }

    [Fact]
    public async Task Probe_SecondHubStandsBy_IsAWarningAlone()
    {
        await using var hub = await StartHub(new TokenGrant(TokenRegister.DigestOf(_token), Now, Now - Day));
        var settings = Settings(hub, _token) with { OtherHubs = [new Uri("https://127.0.0.1:9")] };

        var findings = HubDiagnosis.Of(await new HubProbe(TimeProvider.System).ProbeAllAsync(settings)).ToArray();

        Assert.Equal(Level.Warn, findings[^1].Level);
        Assert.Equal("hub port", findings[^1].Subject);
    }

    [Fact]
    public void Of_LinkThatCouldNotBeMeasured_IsAWarningAndNoFailedJoin()
    {
        var facts = new HubFacts
        {
            Hub = "https://hub:7450",
            Addresses = ["10.0.0.7"],
            ConnectTime = TimeSpan.FromMilliseconds(1),
            IsJoined = true,
            ClockOffset = TimeSpan.Zero,
            Lease = TimeSpan.FromSeconds(3),
            MeasureFault = "that took more than 10 s",
        };

        var findings = HubDiagnosis.Of([facts]).ToArray();

        Assert.False(DoctorReport.HasFailure(findings));
        Assert.Contains("took more than 10 s", findings[^1].Detail, StringComparison.Ordinal);
    }

    private static NodesOptions Options(string node) => new() { Node = new NodeId(node), Messages = TrainingMessages.Catalogue };

    private TokenGrant Grant() => new(TokenRegister.DigestOf(_token), Now);

    private NodeSettings Settings(HubActorSystem hub, JoinToken token) => new()
    {
        Hub = hub.Address,
        Name = "ada",
        Token = token,
        CacheFolder = _recorded.Folder,
        KeyFolder = Path.Combine(_recorded.Folder, "ada"),
    };

    private async Task Finds(HubActorSystem hub, string subject, string detail, JoinToken? token = null)
    {
        var facts = await new HubProbe(TimeProvider.System).ProbeAllAsync(Settings(hub, token ?? _token));

        var failed = Assert.Single(HubDiagnosis.Of(facts), finding => finding.Level == Level.Fail);
        Assert.Equal(subject, failed.Subject);
        Assert.Contains(detail, failed.Detail, StringComparison.Ordinal);
    }

    private Task<HubActorSystem> StartHub(TokenGrant grant, Func<HubKeys, HubKeys>? change = null)
    {
        var certificate = HubCertificate.Issue(_authority, ["127.0.0.1"], Now, Day);
        var keys = new HubKeys(_signing, certificate, new TokenRegister([grant]), _revoked);
        return HubActorSystem.StartAsync(
            Options("hub"),
            new HubOptions { Listen = new Uri("https://127.0.0.1:0"), Keys = change is null ? keys : change(keys) },
            TestContext.Current.CancellationToken);
    }
}
