using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Unicode;

namespace Decentral.Models.Safetensors;

/// <summary>
/// What a file says about itself, checked against its length: every tensor's bytes are where they should be, next to
/// one another, none of them twice, none left over. Nothing is allocated for a length that the file merely claims.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The limit of the format's reference implementation.</summary>
    internal const int MaxHeaderBytes = 100_000_000;

    /// <summary>Bytes before the header: its length.</summary>
    internal const int PrefixBytes = sizeof(ulong);

    /// <summary>Where the file keeps free-form text instead of a tensor.</summary>
    internal const string MetadataKey = "__metadata__";

    private SafetensorsHeader(ImmutableArray<SafetensorsEntry> entries, FrozenDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>By rising offset.</summary>
    internal ImmutableArray<SafetensorsEntry> Entries { get; }

    internal FrozenDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks the header at the beginning of a file.</summary>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    internal static SafetensorsHeader Read(Stream stream, string file)
    {
        var fileLength = stream.Length;
        if (fileLength < PrefixBytes)
        {
            throw new SafetensorsException(file, null, "at least 8 bytes, the header's length", $"{fileLength} bytes");
        }

        Span<byte> prefix = stackalloc byte[PrefixBytes];
        ReadExactly(stream, prefix, file);
        var json = new byte[CheckedLength(BinaryPrimitives.ReadUInt64LittleEndian(prefix), fileLength, file)];
        ReadExactly(stream, json, file);
        if (!Utf8.IsValid(json))
        {
            throw new SafetensorsException(file, null, "a header in UTF-8", "bytes that are not");
        }

        var (declared, metadata) = new SafetensorsHeaderParser(file).Parse(json);
        var entries = Place(declared, PrefixBytes + json.Length, fileLength, file);
        return new SafetensorsHeader(entries, metadata.ToFrozenDictionary());
    }

    private static void ReadExactly(Stream stream, Span<byte> destination, string file)
    {
        var read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length)
        {
            throw new SafetensorsException(
                file, null, $"{destination.Length} bytes of header", $"the end after {read}");
        }
    }

    private static int CheckedLength(ulong declared, long fileLength, string file)
    {
        if (declared > MaxHeaderBytes)
        {
            throw new SafetensorsException(
                file, null, $"a header of at most {MaxHeaderBytes} bytes", $"{declared} declared");
        }

        return declared <= (ulong)(fileLength - PrefixBytes)
            ? (int)declared
            : throw new SafetensorsException(
                file, null, $"the {declared} bytes of header that the file declares", $"{fileLength - PrefixBytes}");
    }

    private static ImmutableArray<SafetensorsEntry> Place(
        List<DeclaredTensor> tensors,
        long dataStart,
        long fileLength,
        string file)
    {
        // A tensor without bytes lies before the one that begins where it does.
        tensors.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        var entries = ImmutableArray.CreateBuilder<SafetensorsEntry>(tensors.Count);
        var end = 0L;
        foreach (var tensor in tensors)
        {
            entries.Add(Place(tensor, end, dataStart, fileLength, file));
            end = tensor.End;
        }

        return dataStart + end == fileLength
            ? entries.MoveToImmutable()
            : throw new SafetensorsException(
                file, null, $"{end} bytes of tensors after the header", $"{fileLength - dataStart}");
    }

    private static SafetensorsEntry Place(
        DeclaredTensor tensor,
        long previousEnd,
        long dataStart,
        long fileLength,
        string file)
    {
        var (name, dtype, shape, begin, end) = tensor;
        if (begin != previousEnd)
        {
            throw new SafetensorsException(
                file, name, $"data_offsets that begin at {previousEnd}, where the tensor before ends",
                $"{begin}, which {(begin < previousEnd ? "overlaps it" : "leaves a hole")}");
        }

        if (end < begin || end > fileLength - dataStart)
        {
            throw new SafetensorsException(
                file, name, $"data_offsets that end between {begin} and {fileLength - dataStart}, where the file ends",
                $"{end}");
        }

        var elements = CountElements(shape, (end - begin) / dtype.SizeInBytes());
        return elements is { } count && count * dtype.SizeInBytes() == end - begin
            ? new SafetensorsEntry(name, dtype, shape, count, dataStart + begin)
            : throw new SafetensorsException(
                file, name, $"as many bytes as {dtype.Name()} [{string.Join(", ", shape)}] takes", $"{end - begin}");
    }

    /// <summary>Product of the dimensions; null where it exceeds <paramref name="most"/>.</summary>
    private static long? CountElements(ImmutableArray<long> shape, long most)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        Int128 count = 1;
        foreach (var dimension in shape)
        {
            count *= dimension;
            if (count > most)
            {
                return null;
            }
        }

        return (long)count;
    }
}
