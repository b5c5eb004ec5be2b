using System.Security.Cryptography;
using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Handshakes;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// A node's key, and what the hub has issued for it. To be kept where only the node's user can read it.
/// </summary>
public sealed class NodeIdentity : IPass, IDisposable
{
    private readonly ECDsa _key;
    private readonly JoinToken? _token;
    private readonly Action<byte[]>? _issued;
    private byte[]? _certificate;

    /// <summary>An identity with a key of its own.</summary>
    /// <param name="key">P-256; owned from now on. Null for a new one.</param>
    /// <param name="certificate">Issued by the hub before; null for none.</param>
    /// <param name="token">For the first time; null where there is a certificate.</param>
    /// <param name="issued">Keeps a certificate that the hub has issued; null to forget it with the process.</param>
    public NodeIdentity(ECDsa? key, byte[]? certificate, JoinToken? token, Action<byte[]>? issued = null)
    {
        _key = key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _certificate = certificate;
        _token = token;
        _issued = issued;
    }

    /// <summary>How the hub is known; null where there is no token.</summary>
    internal ReadOnlyMemory<byte> Pin => _token?.Pin ?? default;

    /// <summary>By which others know it, as SubjectPublicKeyInfo.</summary>
    internal byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    internal byte[] Sign(byte[] statement) => _key.SignData(statement, HashAlgorithmName.SHA256);

    byte[] IPass.Prove(Challenge challenge, LinkPurpose purpose, Member candidate)
    {
        var certificate = Volatile.Read(ref _certificate);
        return new Credential(
            PublicKey,
            certificate is null ? _token?.Secret.ToArray() : null,
            certificate,
            Sign(Credential.Statement(challenge, purpose, candidate))).Write();
    }

    void IPass.Keep(byte[] issued)
    {
        if (issued.Length > 0)
        {
            Volatile.Write(ref _certificate, issued);
            _issued?.Invoke(issued);
        }
    }

    /// <summary>The certificate did not serve: the token is shown again, where there is one.</summary>
    bool IPass.TryAnother()
    {
        var hadOne = Interlocked.Exchange(ref _certificate, null) is not null;
        return hadOne && _token is not null;
    }

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
