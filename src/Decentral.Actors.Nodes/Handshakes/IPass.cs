using Decentral.Actors.Membership;

namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>The node's side of the proof of who it is.</summary>
internal interface IPass
{
    /// <summary>The proof for a challenge.</summary>
    byte[] Prove(Challenge challenge, LinkPurpose purpose, Member candidate);

    /// <summary>The hub did not accept the proof.</summary>
    /// <returns>Whether there is another one to try.</returns>
    bool TryAnother();

    /// <summary>Keeps what the hub has issued for later connections.</summary>
    void Keep(byte[] issued);
}
