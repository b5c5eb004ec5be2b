using System.Security.Cryptography;

namespace Decentral.Actors.Nodes.Security;

/// <summary>Signatures of keys that come from outside.</summary>
internal static class KeySignature
{
    /// <summary>Whether whoever has a key has signed a statement.</summary>
    /// <param name="publicKey">As SubjectPublicKeyInfo; anything else has signed nothing.</param>
    /// <param name="statement">What is to be signed.</param>
    /// <param name="signature">ECDSA over its SHA-256.</param>
    public static bool IsValid(byte[] publicKey, byte[] statement, byte[] signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key.VerifyData(statement, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            // No key.
            return false;
        }
    }
}
