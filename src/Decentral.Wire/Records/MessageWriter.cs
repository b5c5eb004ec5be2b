using System.Buffers;
using System.Text;
using Decentral.Actors;
using Decentral.Wire.Formats;

namespace Decentral.Wire.Records;

/// <summary>
/// Writes messages as records: arrays of their fields in an order that is never changed and only ever appended to. Within
/// the limits it allocates nothing.
/// </summary>
public ref partial struct MessageWriter
{
    /// <summary>Bytes in UTF-8 of one unit of a text.</summary>
    private const int MaxBytesPerUnit = 3;

    private readonly WireLimits _limits;
    private MessagePackWriter _writer;

    /// <summary>Writes to memory that the output lends; all of it is there after <see cref="Flush"/>.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="limits">What the readers take.</param>
    public MessageWriter(IBufferWriter<byte> output, WireLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _writer = new MessagePackWriter(output);
    }

    /// <summary>Gives the output what has been written.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Begins a record; exactly its fields follow, each one value, a list, or a record.</summary>
    public void BeginRecord(int fieldCount) => _writer.WriteArrayHeader(fieldCount);

    /// <summary>Begins a list; exactly its elements follow.</summary>
    /// <exception cref="ArgumentException">More than the limits allow.</exception>
    public void WriteCount(int count)
    {
        if (count > _limits.MaxListElements)
        {
            throw new ArgumentException(
                $"A list of {count} elements exceeds {nameof(WireLimits.MaxListElements)} ({_limits.MaxListElements}): " +
                "send it in parts, or raise the limit on every node.",
                nameof(count));
        }

        _writer.WriteArrayHeader(count);
    }

    /// <summary>Writes that there is no value.</summary>
    public void WriteNil() => _writer.WriteNil();

    /// <summary>Writes which format a message has, for <see cref="MessageCatalogue.TryReadFormat"/>.</summary>
    public void WriteManifest(MessageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        _writer.WriteString(format.ManifestUtf8);
    }

    /// <summary>Writes true or false.</summary>
    public void Write(bool value) => _writer.Write(value);

    /// <summary>Writes an integer.</summary>
    public void Write(int value) => _writer.Write(value);

    /// <summary>Writes an integer.</summary>
    public void Write(long value) => _writer.Write(value);

    /// <summary>Writes an integer.</summary>
    public void Write(ulong value) => _writer.Write(value);

    /// <summary>Writes all 32 bits.</summary>
    public void Write(float value) => _writer.Write(value);

    /// <summary>Writes all 64 bits.</summary>
    public void Write(double value) => _writer.Write(value);

    /// <summary>Writes text, or that there is none.</summary>
    /// <exception cref="ArgumentException">More than the limits allow.</exception>
    public void Write(string? value)
    {
        if (value is not null && (long)value.Length * MaxBytesPerUnit > _limits.MaxTextBytes)
        {
            ThrowIfTooLong(value);
        }

        _writer.Write(value);
    }

    /// <summary>Writes bytes.</summary>
    public void Write(scoped ReadOnlySpan<byte> value) => _writer.Write(value);

    /// <summary>Writes the number of a value that the enum defines.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The enum does not define it: no reader would take it.</exception>
    public void WriteEnum<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        if (!EnumValues<TEnum>.Numbers.TryGetValue(value, out var number))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"Not a value of {typeof(TEnum).Name}.");
        }

        _writer.Write(number);
    }

    /// <summary>Writes a node's name; an empty one for none, as in the address of a well-known name.</summary>
    public void Write(NodeId value) => Write(value.Name ?? "");

    /// <summary>Writes an address as a record.</summary>
    public void Write(ActorAddress value)
    {
        BeginRecord(3);
        Write(value.Node);
        Write(value.Path);
        Write(value.Incarnation);
    }

    /// <summary>Writes a reference as its address, and <see cref="ActorRef.None"/> as no value.</summary>
    public void Write(ActorRef value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value == ActorRef.None)
        {
            WriteNil();
        }
        else
        {
            Write(value.Address);
        }
    }

    private readonly void ThrowIfTooLong(string value)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        if (bytes > _limits.MaxTextBytes)
        {
            throw new ArgumentException(
                $"A text of {bytes} bytes exceeds {nameof(WireLimits.MaxTextBytes)} ({_limits.MaxTextBytes}): shorten it, " +
                "or raise the limit on every node.",
                nameof(value));
        }
    }
}
