namespace Decentral.Actors.Hosting;

/// <summary>FNV-1a over 64 bits: the same for the same text in every process, as traces need it. Not against an adversary.</summary>
public static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of a text's UTF-16 units.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Offset;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * Prime;
        }

        return hash;
    }

    /// <summary>The hash of a text's bytes: for ASCII the same as <see cref="Of"/> the text.</summary>
    public static ulong OfAscii(ReadOnlySpan<byte> text)
    {
        var hash = Offset;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * Prime;
        }

        return hash;
    }
}
