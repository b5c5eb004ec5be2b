using System.Security.Cryptography;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Handshakes;
using Decentral.Actors.Nodes.Security;
using Decentral.Conformance;

namespace Decentral.Actors.Nodes.Tests.Security;

public sealed class KeyGateTests : IDisposable
{
    private static readonly Challenge Asked = new(
        1, 1, Node("hub"), new byte[Challenge.NonceBytes], new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Before the gate's clock begins.</summary>
    private static readonly DateTimeOffset Made = DateTimeOffset.UnixEpoch;

    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JoinToken _token = JoinToken.Create([]);
    private readonly RevocationRegister _revoked = new([]);
    private readonly NodeIdentity _identity;
    private readonly ManualTimeProvider _time = new();
    private readonly TokenRegister _tokens;
    private readonly List<IssuedCertificate> _issued = [];
    private readonly KeyGate _gate;
    private byte[] _certificate = [];

    public KeyGateTests()
    {
        _identity = new NodeIdentity(null, null, _token);
        _tokens = new TokenRegister([new TokenGrant(TokenRegister.DigestOf(_token), Made)]);
        _gate = new KeyGate(
            new HubKeys(_signing, null, _tokens, _revoked) { Issued = _issued.Add },
            node => node.Name == "connected",
            _time);
    }

    public void Dispose()
    {
        _identity.Dispose();
        _signing.Dispose();
    }

    [Fact]
    public void Check_AnyNumberOfNames_RemembersABoundedNumberAndTheConnected()
    {
        Assert.Null(Check("connected"));
        for (var number = 0; number < KeyGate.MaxRemembered + 100; number++)
        {
            Assert.Null(Check($"n{number}"));
            Assert.InRange(_gate.Remembered, 1, KeyGate.MaxRemembered);
        }

        using var thief = new NodeIdentity(null, null, _token);
        Assert.Contains("--name", Check("connected", thief)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CertificateOfARevokedOne_IsRefusedThoughItIsALaterOne()
    {
        Assert.Null(Check("node"));
        var first = _gate.CertificateOf(new NodeId("node"));
        ((IPass)_identity).Keep(_certificate);
        Assert.Null(Check("node"));
        ((IPass)_identity).Keep(_certificate);
        Assert.Null(_gate.FindRevocation(new NodeId("node")));

        _revoked.Replace([first!.Value], []);

        Assert.NotNull(_gate.FindRevocation(new NodeId("node")));
        Assert.Equal(RefusalKind.Revoked, Check("node")!.Kind);
    }

    [Fact]
    public void Check_TokenAndLaterCertificate_TellsOfBothWithOneSerialNumber()
    {
        Assert.Null(Check("node"));
        ((IPass)_identity).Keep(_certificate);
        Assert.Null(Check("node"));

        Assert.Equal(2, _issued.Count);
        Assert.Equal(TokenRegister.DigestOf(_token), _issued[0].Token!.Value.ToArray());
        Assert.Null(_issued[1].Token);
        Assert.Equal(_issued[0].Serial, _issued[1].Serial);
        Assert.All(_issued, issued => Assert.Equal("node", issued.Node.Name));
    }

    [Fact]
    public void Check_TokenThatWasMadeJustNow_IsLookedForAgainBeforeItIsRefused()
    {
        var grant = new TokenGrant(TokenRegister.DigestOf(_token), Made);
        _tokens.Replace([]);
        var gate = new KeyGate(
            new HubKeys(_signing, null, _tokens, _revoked) { LookAgain = () => _tokens.Replace([grant]) }, _ => false, _time);
        var proof = ((IPass)_identity).Prove(Asked, LinkPurpose.Control, Node("node"));

        Assert.Null(gate.Check(Asked, new Hello(1, LinkPurpose.Control, Node("node"), [], proof), out _));
    }

    [Fact]
    public void Check_TokenThatHasEnded_IsRefusedWithTheTime()
    {
        var end = _time.GetUtcNow() + TimeSpan.FromHours(1);
        _tokens.Replace([new TokenGrant(TokenRegister.DigestOf(_token), Made, end)]);
        Assert.Null(Check("early"));

        _time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        var refusal = Check("late");
        Assert.Equal(RefusalKind.Credential, refusal!.Kind);
        Assert.Contains($"its token ended on {end:yyyy-MM-dd HH:mm} UTC", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RevokedToken_IsRefused()
    {
        _tokens.Replace([new TokenGrant(TokenRegister.DigestOf(_token), Made, IsRevoked: true)]);

        Assert.Contains("its token has been revoked", Check("node")!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RevokedName_ComesBackWithALaterTokenOnly()
    {
        var node = new NodeId("node");
        _revoked.Replace([], [new(node, Made + TimeSpan.FromDays(1))]);

        var refusal = Check("node");
        Assert.Equal(RefusalKind.Revoked, refusal!.Kind);
        Assert.Contains("'node' has been revoked", refusal.Reason, StringComparison.Ordinal);
        Assert.Null(Check("another"));

        _tokens.Replace([new TokenGrant(TokenRegister.DigestOf(_token), Made + TimeSpan.FromDays(2))]);
        Assert.Null(Check("node"));
    }

    private static Member Node(string name) => new(new NodeId(name), 1, new MemberProfile(1, 0));

    private Refusal? Check(string name, NodeIdentity? identity = null)
    {
        var proof = ((IPass)(identity ?? _identity)).Prove(Asked, LinkPurpose.Control, Node(name));
        var refusal = _gate.Check(Asked, new Hello(1, LinkPurpose.Control, Node(name), [], proof), out var proven);
        _certificate = refusal is null ? proven.Issued : _certificate;
        return refusal;
    }
}
