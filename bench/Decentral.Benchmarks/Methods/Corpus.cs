using System.Security.Cryptography;

namespace Decentral.Benchmarks.Methods;

/// <summary>A text that methods are trained on. It is not in the repository: what it is follows from its digest.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Digest">SHA-256 of its bytes, in hexadecimal.</param>
/// <param name="Location">Where its file is on this machine; null where it is not needed or not there.</param>
internal sealed record Corpus(string Name, string Digest, string? Location = null)
{
    public static Corpus At(string path)
    {
        using var file = File.OpenRead(path);
        return new Corpus(
            Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(file)), Path.GetFullPath(path));
    }
}
