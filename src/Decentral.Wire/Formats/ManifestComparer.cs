using System.Text;
using Decentral.Actors.Hosting;

namespace Decentral.Wire.Formats;

/// <summary>Finds manifests by the bytes of a message, without making a text of them. Manifests are ASCII.</summary>
internal sealed class ManifestComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string obj) => unchecked((int)StableHash.Of(obj));

    public bool Equals(ReadOnlySpan<byte> alternate, string other) => Ascii.Equals(alternate, other);

    public int GetHashCode(ReadOnlySpan<byte> alternate) => unchecked((int)StableHash.OfAscii(alternate));

    public string Create(ReadOnlySpan<byte> alternate) => Encoding.ASCII.GetString(alternate);
}
