namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>Who may be a member: the hub's side of the proof.</summary>
internal interface IGate
{
    /// <summary>Checks the proof of a node that has answered a challenge.</summary>
    /// <param name="challenge">What it answers to.</param>
    /// <param name="hello">What it says.</param>
    /// <param name="issued">A credential for later connections; empty where there is no need of one.</param>
    /// <returns>Why not, in words; null where it may pass.</returns>
    string? Check(Challenge challenge, Hello hello, out byte[] issued);
}
