using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// The tokens that a hub accepts, known to it by their digests only: who reads its files cannot join. From any thread.
/// </summary>
public sealed class TokenRegister
{
    private ImmutableArray<byte[]> _digests;

    /// <summary>Accepts the tokens of these digests.</summary>
    public TokenRegister(IEnumerable<byte[]> digests) => _digests = [.. digests];

    /// <summary>The digest by which a hub knows a token.</summary>
    public static byte[] DigestOf(JoinToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return SHA256.HashData(token.Secret.Span);
    }

    /// <summary>The digests of what is accepted.</summary>
    public IReadOnlyList<byte[]> Digests => _digests;

    /// <summary>Accepts one more.</summary>
    public void Add(byte[] digest) => ImmutableInterlocked.Update(
        ref _digests, static (known, one) => known.Add(one), digest);

    /// <summary>Accepts one no more. Nodes that have joined with it stay.</summary>
    /// <returns>Whether it was accepted before.</returns>
    public bool Revoke(byte[] digest) => ImmutableInterlocked.Update(
        ref _digests, static (known, one) => known.RemoveAll(other => other.AsSpan().SequenceEqual(one)), digest);

    /// <summary>Whether a secret is a token's. Takes as long for a near miss as for any other.</summary>
    public bool Accepts(ReadOnlySpan<byte> secret)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, digest);
        var isKnown = false;
        foreach (var known in _digests)
        {
            isKnown |= CryptographicOperations.FixedTimeEquals(known, digest);
        }

        return isKnown;
    }
}
