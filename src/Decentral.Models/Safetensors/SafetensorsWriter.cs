using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Decentral.Files;

namespace Decentral.Models.Safetensors;

/// <summary>Writes safetensors files that every reader of the format accepts.</summary>
public static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;

    /// <summary>
    /// Replaces a file as a whole: until the new one is complete and on disk the old one stays, whatever happens
    /// meanwhile.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Written widest elements first, so that all are aligned, and otherwise in this
    /// order.</param>
    /// <param name="metadata">Free-form texts; Hugging Face's loader wants <c>format</c>: <c>pt</c>.</param>
    /// <exception cref="ArgumentException">Names are not unique, or a tensor wrote another number of bytes.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(
        string path,
        IEnumerable<SafetensorsTensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafetensorsTensor[] ordered = [.. tensors.OrderByDescending(tensor => tensor.Dtype.SizeInBytes())];
        var header = BuildHeader(ordered, metadata, out var dataLength);
        AtomicFile.Write(
            path,
            stream =>
            {
                stream.Write(header);
                foreach (var tensor in ordered)
                {
                    WriteTensor(stream, tensor);
                }
            },
            header.Length + dataLength);
    }

    private static void WriteTensor(Stream stream, SafetensorsTensor tensor)
    {
        var start = stream.Position;
        tensor.WriteTo(stream);
        if (stream.Position - start != ByteLength(tensor))
        {
            throw new ArgumentException(
                $"Tensor '{tensor.Name}' wrote {stream.Position - start} bytes; {tensor.Dtype.Name()} " +
                $"[{string.Join(", ", tensor.Shape)}] takes {ByteLength(tensor)}.");
        }
    }

    private static byte[] BuildHeader(
        SafetensorsTensor[] tensors,
        IReadOnlyDictionary<string, string>? metadata,
        out long dataLength)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            dataLength = WriteTensors(json, tensors);
            json.WriteEndObject();
        }

        return Frame(buffer.WrittenSpan);
    }

    // Length, JSON, and spaces up to a multiple of eight bytes.
    private static byte[] Frame(ReadOnlySpan<byte> json)
    {
        var length = (json.Length + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        if (length > SafetensorsHeader.MaxHeaderBytes)
        {
            throw new ArgumentException(
                $"The header takes {length} bytes; the format allows {SafetensorsHeader.MaxHeaderBytes}.");
        }

        var header = new byte[SafetensorsHeader.PrefixBytes + length];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        json.CopyTo(header.AsSpan(SafetensorsHeader.PrefixBytes));
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, text);
        }

        json.WriteEndObject();
    }

    private static long WriteTensors(Utf8JsonWriter json, SafetensorsTensor[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"Two tensors are named '{tensor.Name}', or the name is reserved.");
            }

            var end = offset + ByteLength(tensor);
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Dtype.Name());
            WriteNumbers(json, "shape", tensor.Shape.AsSpan());
            WriteNumbers(json, "data_offsets", [offset, end]);
            json.WriteEndObject();
            offset = end;
        }

        return offset;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static long ByteLength(SafetensorsTensor tensor) =>
        tensor.Shape.Aggregate((long)tensor.Dtype.SizeInBytes(), (product, dimension) => checked(product * dimension));
}
