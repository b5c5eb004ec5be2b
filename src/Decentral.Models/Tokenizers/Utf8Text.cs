using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Decentral.Models.Tokenizers;

/// <summary>Checks that bytes are UTF-8 text.</summary>
internal static class Utf8Text
{
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The length of <paramref name="bytes"/> without a character at their end that goes on beyond it.
    /// </summary>
    public static int LengthOfWholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if ((b & 0xC0) != 0x80)
            {
                var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
                return needed > back ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }

    /// <summary>The first place that is no text, and why; null when all is text.</summary>
    public static (int Offset, string Reason)? FindFault(ReadOnlySpan<byte> bytes)
    {
        var nul = bytes.IndexOf((byte)0);
        if (nul < 0 && Utf8.IsValid(bytes))
        {
            return null;
        }

        var offset = 0;
        while (offset != nul)
        {
            if (Rune.DecodeFromUtf8(bytes[offset..], out _, out var consumed) != OperationStatus.Done)
            {
                return (offset, $"byte 0x{bytes[offset]:X2} is not UTF-8 there");
            }

            offset += consumed;
        }

        return (nul, "there is a NUL byte");
    }
}
