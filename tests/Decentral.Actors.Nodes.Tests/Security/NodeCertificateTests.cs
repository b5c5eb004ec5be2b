using System.Security.Cryptography;
using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Tests.Security;

public sealed class NodeCertificateTests : IDisposable
{
    private readonly ECDsa _hub = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly NodeCertificate _certificate = new(
        new NodeId("node"), [1, 2, 3], Guid.NewGuid(), DateTimeOffset.FromUnixTimeMilliseconds(2_000_000_000_000));

    public void Dispose() => _hub.Dispose();

    [Fact]
    public void Verify_Signed_GivesWhatWasSigned()
    {
        var verified = NodeCertificate.Verify(_certificate.Sign(_hub), _hub);

        Assert.NotNull(verified);
        Assert.Equal(_certificate.Node, verified.Node);
        Assert.Equal(_certificate.PublicKey, verified.PublicKey);
        Assert.Equal(_certificate.Serial, verified.Serial);
        Assert.Equal(_certificate.Expires, verified.Expires);
    }

    [Fact]
    public void Verify_OfAnotherHub_GivesNothing()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Null(NodeCertificate.Verify(_certificate.Sign(other), _hub));
    }

    [Fact]
    public void Verify_AnyBitTurned_GivesNothingOrTheSame()
    {
        var signed = _certificate.Sign(_hub);

        for (var bit = 0; bit < signed.Length * 8; bit++)
        {
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(NodeCertificate.Verify(signed, _hub));
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Verify_AnyPrefix_GivesNothing()
    {
        var signed = _certificate.Sign(_hub);

        Assert.All(
            Enumerable.Range(0, signed.Length), length => Assert.Null(NodeCertificate.Verify(signed[..length], _hub)));
    }
}
