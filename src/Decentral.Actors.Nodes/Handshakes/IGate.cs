namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>Who may be a member: the hub's side of the proof.</summary>
internal interface IGate
{
    /// <summary>Checks the proof of a node that has answered a challenge.</summary>
    /// <param name="challenge">What it answers to.</param>
    /// <param name="hello">What it says.</param>
    /// <param name="proven">What it has proved; nothing where it may not pass.</param>
    /// <returns>Why not; null where it may pass.</returns>
    Refusal? Check(Challenge challenge, Hello hello, out Proven proven);

    /// <summary>The certificate that a node was last let in with; null where it needed none.</summary>
    Guid? CertificateOf(NodeId node);

    /// <summary>Why a node that was let in would not be any more, in words; null where it would.</summary>
    string? FindRevocation(NodeId node);
}
