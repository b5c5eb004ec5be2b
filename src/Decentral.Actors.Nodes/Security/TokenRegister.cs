using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Decentral.Actors.Nodes.Security;

/// <summary>The tokens that a hub knows, those that it accepts no more included. From any thread.</summary>
public sealed class TokenRegister
{
    private ImmutableArray<TokenGrant> _grants;

    /// <summary>Knows these tokens.</summary>
    public TokenRegister(IEnumerable<TokenGrant> grants) => _grants = [.. grants];

    /// <summary>The digest by which a hub knows a token.</summary>
    public static byte[] DigestOf(JoinToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return SHA256.HashData(token.Secret.Span);
    }

    /// <summary>Knows these from now on, and no others. Nodes that have joined stay.</summary>
    public void Replace(IEnumerable<TokenGrant> grants)
    {
        ImmutableArray<TokenGrant> replaced = [.. grants];
        ImmutableInterlocked.InterlockedExchange(ref _grants, replaced);
    }

    /// <summary>The token of a secret; null for none. Takes as long for a near miss as for any other.</summary>
    public TokenGrant? Find(ReadOnlySpan<byte> secret)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, digest);
        TokenGrant? found = null;
        foreach (var grant in _grants)
        {
            found = CryptographicOperations.FixedTimeEquals(grant.Digest.Span, digest) ? grant : found;
        }

        return found;
    }
}
