using Decentral.Actors.Membership;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>Lets everybody in; for a hub that listens to its own machine only.</summary>
internal sealed class OpenGate : IGate, IPass
{
    public static OpenGate Instance { get; } = new();

    public Refusal? Check(Challenge challenge, Hello hello, out Proven proven)
    {
        proven = Proven.Nothing;
        return null;
    }

    public Guid? CertificateOf(NodeId node) => null;

    public string? FindRevocation(NodeId node) => null;

    public byte[] Prove(Challenge challenge, LinkPurpose purpose, Member candidate) => [];

    public bool TryAnother() => false;

    public void Keep(byte[] issued)
    {
    }
}
