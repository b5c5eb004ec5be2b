using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Decentral.Models.Safetensors;

/// <summary>
/// An open safetensors file (Hugging Face's format). Its header is checked whole when it is opened; tensors are read
/// when asked for, by positioned reads rather than a memory map, so that a file cut short meanwhile is an error and not
/// a crash.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private delegate float ToSingle(ReadOnlySpan<byte> bytes);

    private readonly FileStream _stream;
    private readonly SafetensorsHeader _header;
    private readonly FrozenDictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(string path, FileStream stream, SafetensorsHeader header)
    {
        Path = path;
        _stream = stream;
        _header = header;
        _byName = header.Entries.ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The path that was opened.</summary>
    public string Path { get; }

    /// <summary>All tensors, by rising offset.</summary>
    public ImmutableArray<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The free-form texts of the file; often empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="SafetensorsException">The file has none.</exception>
    public SafetensorsEntry this[string name] => TryFind(name, out var entry)
        ? entry
        : throw new SafetensorsException(Path, name, "this tensor", $"{Entries.Length} others");

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        var share = FileShare.Read | FileShare.Delete;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, share, BufferBytes);
        try
        {
            return new SafetensorsFile(path, stream, SafetensorsHeader.Read(stream, path));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Looks a tensor up.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out SafetensorsEntry? entry) =>
        _byName.TryGetValue(name, out entry);

    /// <summary>Reads some of a tensor's bytes as they are.</summary>
    /// <param name="entry">Of this file.</param>
    /// <param name="start">The first byte of the tensor to read.</param>
    /// <param name="destination">Receives as many bytes as it is long.</param>
    public void Read(SafetensorsEntry entry, long start, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, entry.ByteLength - destination.Length);
        var position = entry.Offset + start;
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_stream.SafeFileHandle, destination, position);
            if (read == 0)
            {
                throw new SafetensorsException(
                    Path, entry.Name, $"{entry.ByteLength} bytes, which the file had when it was opened",
                    $"its end at byte {position}");
            }

            position += read;
            destination = destination[read..];
        }
    }

    /// <summary>Reads some of a floating-point tensor's elements, widened or narrowed to fp32.</summary>
    /// <param name="entry">Of this file; F32, F16, BF16 or F64.</param>
    /// <param name="start">The first element to read.</param>
    /// <param name="destination">Receives as many elements as it is long.</param>
    /// <exception cref="SafetensorsException">The tensor holds something else.</exception>
    public void ReadSingles(SafetensorsEntry entry, long start, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, entry.ElementCount - destination.Length);
        if (entry.Dtype == SafetensorsDtype.F32)
        {
            Read(entry, start * sizeof(float), MemoryMarshal.AsBytes(destination));
        }
        else
        {
            ReadConverted(entry, start, destination, ConverterOf(entry));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private void ReadConverted(SafetensorsEntry entry, long start, Span<float> destination, ToSingle toSingle)
    {
        var size = entry.Dtype.SizeInBytes();
        var buffer = new byte[Math.Min(BufferBytes, (long)destination.Length * size)];
        while (!destination.IsEmpty)
        {
            var count = Math.Min(buffer.Length / size, destination.Length);
            Read(entry, start * size, buffer.AsSpan(0, count * size));
            for (var index = 0; index < count; index++)
            {
                destination[index] = toSingle(buffer.AsSpan(index * size));
            }

            start += count;
            destination = destination[count..];
        }
    }

    /// <summary>Checks that <see cref="ReadSingles"/> can read a tensor.</summary>
    /// <exception cref="SafetensorsException">It cannot.</exception>
    internal void RequireFloats(SafetensorsEntry entry)
    {
        if (entry.Dtype != SafetensorsDtype.F32)
        {
            ConverterOf(entry);
        }
    }

    private ToSingle ConverterOf(SafetensorsEntry entry)
    {
        if (entry.Dtype == SafetensorsDtype.F16)
        {
            return bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
        }

        if (entry.Dtype == SafetensorsDtype.BF16)
        {
            return bytes => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16);
        }

        return entry.Dtype == SafetensorsDtype.F64
            ? bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes)
            : throw new SafetensorsException(Path, entry.Name, "F32, F16, BF16 or F64", entry.Dtype.Name());
    }
}
