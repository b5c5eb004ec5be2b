namespace Decentral.Actors.Nodes.Handshakes;

/// <summary>What a node has proved at a gate, and what it gets for it.</summary>
/// <param name="Issued">A credential for later connections; empty where there is no need of one.</param>
/// <param name="Key">SHA-256 of the public key that it has proved to be its own; empty where nobody asked.</param>
internal readonly record struct Proven(byte[] Issued, byte[] Key)
{
    /// <summary>Whether it was a token that let it in, which others have too.</summary>
    public bool IsByToken { get; init; }

    public static Proven Nothing { get; } = new([], []);
}
