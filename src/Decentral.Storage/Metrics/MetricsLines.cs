using System.Text;
using System.Text.Json;
using Decentral.Files;

namespace Decentral.Storage.Metrics;

/// <summary>The lines of a metrics file.</summary>
internal static class MetricsLines
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>
    /// Whether a line is a JSON object with a whole number <c>round</c>, and which.
    /// </summary>
    public static bool TryReadRound(ReadOnlySpan<byte> line, out long round)
    {
        round = 0;
        try
        {
            var reader = new Utf8JsonReader(line);
            return reader.Read()
                && reader.TokenType == JsonTokenType.StartObject
                && TryFindRound(ref reader, ref round)
                && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// Rewrites a file, atomically, without the lines of later rounds; leaves it alone when there are none.
    /// </summary>
    public static void KeepThrough(string path, long round)
    {
        if (!File.ReadLines(path).All(IsKept))
        {
            AtomicFile.Write(path, stream =>
            {
                foreach (var line in File.ReadLines(path).Where(IsKept))
                {
                    stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
                }
            });
        }

        bool IsKept(string line) => !TryReadRound(Encoding.UTF8.GetBytes(line), out var of) || of <= round;
    }

    /// <summary>Cuts off what follows the last line break, and goes there.</summary>
    public static void CutTornEnd(FileStream file)
    {
        var chunk = new byte[ChunkBytes];
        var end = file.Length;
        while (end > 0)
        {
            var start = Math.Max(0, end - ChunkBytes);
            var bytes = chunk.AsSpan(0, (int)(end - start));
            file.Position = start;
            file.ReadExactly(bytes);
            var lineBreak = bytes.LastIndexOf((byte)'\n');
            end = start + lineBreak + 1;
            if (lineBreak >= 0)
            {
                break;
            }
        }

        file.SetLength(end);
        file.Position = end;
    }

    private static bool TryFindRound(ref Utf8JsonReader reader, ref long round)
    {
        var hasRound = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRound = reader.ValueTextEquals("round"u8);
            reader.Read();
            hasRound |= isRound && TryReadWhole(ref reader, out round);
            reader.Skip();
        }

        return hasRound;
    }

    private static bool TryReadWhole(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
    }
}
