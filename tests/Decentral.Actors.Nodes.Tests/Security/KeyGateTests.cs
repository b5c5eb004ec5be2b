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

    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JoinToken _token = JoinToken.Create([]);
    private readonly RevocationRegister _revoked = new([]);
    private readonly NodeIdentity _identity;
    private readonly KeyGate _gate;
    private byte[] _certificate = [];

    public KeyGateTests()
    {
        _identity = new NodeIdentity(null, null, _token);
        var tokens = new TokenRegister([TokenRegister.DigestOf(_token)]);
        _gate = new KeyGate(
            new HubKeys(_signing, null, tokens, _revoked), node => node.Name == "connected", new ManualTimeProvider());
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

        Assert.True(_revoked.Revoke(first!.Value));

        Assert.NotNull(_gate.FindRevocation(new NodeId("node")));
        Assert.Equal(RefusalKind.Revoked, Check("node")!.Kind);
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
