namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>The node's side of the proof of who it is.</summary>
internal interface IPass
{
    /// <summary>The proof for a challenge.</summary>
    byte[] Prove(Challenge challenge, LinkPurpose purpose, Decentral.Actors.Membership.Member candidate);

    /// <summary>Keeps what the hub has issued for later connections.</summary>
    void Keep(byte[] issued);
}
