namespace Decentral.Wire.MessagePack;

public ref partial struct MessagePackReader
{
    /// <summary>Reads the head of an array, for whose elements there are bytes enough.</summary>
    /// <returns>Elements that follow.</returns>
    public int ReadArrayHeader() => TryReadArrayHeader(out var count) ? count : throw Truncated();

    /// <summary>Reads the head of an array, if it is there with at least one byte for every element.</summary>
    /// <param name="count">Elements that follow.</param>
    /// <returns>False where bytes are missing; nothing is read then.</returns>
    public bool TryReadArrayHeader(out int count) => TryReadCount(
        "an array", MessagePackCode.MinFixArray, MessagePackCode.MaxFixArray, MessagePackCode.Array16, 1, out count);

    /// <summary>Reads the head of a map, for whose pairs there are bytes enough.</summary>
    /// <returns>Pairs that follow.</returns>
    public int ReadMapHeader() => TryReadMapHeader(out var count) ? count : throw Truncated();

    /// <summary>Reads the head of a map, if it is there with at least two bytes for every pair.</summary>
    /// <param name="count">Pairs that follow.</param>
    /// <returns>False where bytes are missing; nothing is read then.</returns>
    public bool TryReadMapHeader(out int count) => TryReadCount(
        "a map", MessagePackCode.MinFixMap, MessagePackCode.MaxFixMap, MessagePackCode.Map16, 2, out count);

    /// <summary>Reads the head of an extension, whose bytes are there.</summary>
    public ExtensionHeader ReadExtensionFormatHeader()
    {
        var code = TakeByte();
        uint length = code switch
        {
            MessagePackCode.FixExt1 => 1,
            MessagePackCode.FixExt2 => 2,
            MessagePackCode.FixExt4 => 4,
            MessagePackCode.FixExt8 => 8,
            MessagePackCode.FixExt16 => 16,
            _ => TakeLength(code, MessagePackCode.Ext8) ?? throw Unexpected(code, "an extension"),
        };
        var type = unchecked((sbyte)TakeByte());
        return length <= _reader.Remaining ? new ExtensionHeader(type, length) : throw Truncated();
    }

    private bool TryReadCount(string expected, byte min, byte max, byte codeOf16, int bytesEach, out int count)
    {
        var start = _reader.Consumed;
        count = 0;
        if (!_reader.TryRead(out var code))
        {
            return false;
        }

        uint claimed = 0;
        bool isWhole;
        if (code >= min && code <= max)
        {
            claimed = (uint)(code - min);
            isWhole = true;
        }
        else if (code == codeOf16)
        {
            isWhole = TryTake16(out var value);
            claimed = value;
        }
        else if (code == codeOf16 + 1)
        {
            isWhole = TryTake32(out claimed);
        }
        else
        {
            throw Unexpected(code, expected);
        }

        if (isWhole && (long)claimed * bytesEach <= _reader.Remaining)
        {
            count = (int)claimed;
            return true;
        }

        _reader.Rewind(_reader.Consumed - start);
        return false;
    }
}
