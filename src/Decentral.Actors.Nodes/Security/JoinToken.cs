using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// What lets a node in for the first time: a secret for the hub, and for the node the digest of the certificate by
/// which it knows the hub. It is written as one word, to be pasted into a command.
/// </summary>
public sealed class JoinToken
{
    private const string Prefix = "dct1-";
    private const int SecretBytes = 16;

    private readonly byte[] _secret;
    private readonly byte[] _pin;

    private JoinToken(byte[] secret, byte[] pin)
    {
        _secret = secret;
        _pin = pin;
    }

    /// <summary>128 random bits.</summary>
    public ReadOnlyMemory<byte> Secret => _secret;

    /// <summary>
    /// SHA-256 of the hub's certificate, or of the authority that issued it; empty where there is no TLS.
    /// </summary>
    public ReadOnlyMemory<byte> Pin => _pin;

    /// <summary>A new token.</summary>
    /// <param name="pin">See <see cref="Pin"/>.</param>
    public static JoinToken Create(ReadOnlySpan<byte> pin) =>
        new(RandomNumberGenerator.GetBytes(SecretBytes), pin.ToArray());

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The token.</param>
    /// <param name="token">As read.</param>
    /// <param name="reason">What is wrong with it, without showing any of it.</param>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out JoinToken? token, [NotNullWhen(false)] out string? reason)
    {
        token = null;
        var word = text?.Trim() ?? "";
        if (!word.StartsWith(Prefix, StringComparison.Ordinal))
        {
            reason = $"A join token begins with '{Prefix}'; copy it whole from what the hub printed.";
            return false;
        }

        var coded = word.AsSpan(Prefix.Length);
        if (!Base64Url.IsValid(coded, out var length)
            || length is not (SecretBytes or SecretBytes + SHA256.HashSizeInBytes))
        {
            reason = $"The join token is damaged: it has {word.Length} characters, "
                + "some are missing or wrong; copy it again.";
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(coded);
        token = new JoinToken(bytes[..SecretBytes], bytes[SecretBytes..]);
        reason = null;
        return true;
    }

    /// <summary>The token as a word. Whoever sees it can join.</summary>
    public override string ToString() => Prefix + Base64Url.EncodeToString([.. _secret, .. _pin]);
}
