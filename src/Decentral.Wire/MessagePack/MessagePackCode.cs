using System.Diagnostics.CodeAnalysis;

namespace Decentral.Wire.MessagePack;

/// <summary>The first byte of a value, which tells its format (MessagePack specification, Formats).</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of the specification and of MessagePack-CSharp.")]
public static class MessagePackCode
{
    /// <summary>0, in the byte itself.</summary>
    public const byte MinFixInt = 0x00;

    /// <summary>127, in the byte itself.</summary>
    public const byte MaxFixInt = 0x7F;

    /// <summary>A map of no pairs.</summary>
    public const byte MinFixMap = 0x80;

    /// <summary>A map of 15 pairs.</summary>
    public const byte MaxFixMap = 0x8F;

    /// <summary>An array of no elements.</summary>
    public const byte MinFixArray = 0x90;

    /// <summary>An array of 15 elements.</summary>
    public const byte MaxFixArray = 0x9F;

    /// <summary>Text of no bytes.</summary>
    public const byte MinFixStr = 0xA0;

    /// <summary>Text of 31 bytes.</summary>
    public const byte MaxFixStr = 0xBF;

    /// <summary>Nothing.</summary>
    public const byte Nil = 0xC0;

    /// <summary>Begins no value.</summary>
    public const byte NeverUsed = 0xC1;

    /// <summary>False.</summary>
    public const byte False = 0xC2;

    /// <summary>True.</summary>
    public const byte True = 0xC3;

    /// <summary>Bytes after their count in one byte.</summary>
    public const byte Bin8 = 0xC4;

    /// <summary>Bytes after their count in two bytes.</summary>
    public const byte Bin16 = 0xC5;

    /// <summary>Bytes after their count in four bytes.</summary>
    public const byte Bin32 = 0xC6;

    /// <summary>An extension after its count of bytes in one byte and its type.</summary>
    public const byte Ext8 = 0xC7;

    /// <summary>An extension after its count of bytes in two bytes and its type.</summary>
    public const byte Ext16 = 0xC8;

    /// <summary>An extension after its count of bytes in four bytes and its type.</summary>
    public const byte Ext32 = 0xC9;

    /// <summary>A floating-point number of 32 bits.</summary>
    public const byte Float32 = 0xCA;

    /// <summary>A floating-point number of 64 bits.</summary>
    public const byte Float64 = 0xCB;

    /// <summary>An unsigned integer in one byte.</summary>
    public const byte UInt8 = 0xCC;

    /// <summary>An unsigned integer in two bytes.</summary>
    public const byte UInt16 = 0xCD;

    /// <summary>An unsigned integer in four bytes.</summary>
    public const byte UInt32 = 0xCE;

    /// <summary>An unsigned integer in eight bytes.</summary>
    public const byte UInt64 = 0xCF;

    /// <summary>A signed integer in one byte.</summary>
    public const byte Int8 = 0xD0;

    /// <summary>A signed integer in two bytes.</summary>
    public const byte Int16 = 0xD1;

    /// <summary>A signed integer in four bytes.</summary>
    public const byte Int32 = 0xD2;

    /// <summary>A signed integer in eight bytes.</summary>
    public const byte Int64 = 0xD3;

    /// <summary>An extension of one byte after its type.</summary>
    public const byte FixExt1 = 0xD4;

    /// <summary>An extension of two bytes after its type.</summary>
    public const byte FixExt2 = 0xD5;

    /// <summary>An extension of four bytes after its type.</summary>
    public const byte FixExt4 = 0xD6;

    /// <summary>An extension of eight bytes after its type.</summary>
    public const byte FixExt8 = 0xD7;

    /// <summary>An extension of sixteen bytes after its type.</summary>
    public const byte FixExt16 = 0xD8;

    /// <summary>Text after its count of bytes in one byte.</summary>
    public const byte Str8 = 0xD9;

    /// <summary>Text after its count of bytes in two bytes.</summary>
    public const byte Str16 = 0xDA;

    /// <summary>Text after its count of bytes in four bytes.</summary>
    public const byte Str32 = 0xDB;

    /// <summary>An array after its count of elements in two bytes.</summary>
    public const byte Array16 = 0xDC;

    /// <summary>An array after its count of elements in four bytes.</summary>
    public const byte Array32 = 0xDD;

    /// <summary>A map after its count of pairs in two bytes.</summary>
    public const byte Map16 = 0xDE;

    /// <summary>A map after its count of pairs in four bytes.</summary>
    public const byte Map32 = 0xDF;

    /// <summary>-32, in the byte itself.</summary>
    public const byte MinNegativeFixInt = 0xE0;

    /// <summary>-1, in the byte itself.</summary>
    public const byte MaxNegativeFixInt = 0xFF;

    /// <summary>The kind of value that begins with a code.</summary>
    public static MessagePackType ToMessagePackType(byte code) => code switch
    {
        <= MaxFixInt or >= MinNegativeFixInt => MessagePackType.Integer,
        <= MaxFixMap => MessagePackType.Map,
        <= MaxFixArray => MessagePackType.Array,
        <= MaxFixStr => MessagePackType.String,
        Nil => MessagePackType.Nil,
        NeverUsed => MessagePackType.Unknown,
        False or True => MessagePackType.Boolean,
        <= Bin32 => MessagePackType.Binary,
        <= Ext32 => MessagePackType.Extension,
        <= Float64 => MessagePackType.Float,
        <= Int64 => MessagePackType.Integer,
        <= FixExt16 => MessagePackType.Extension,
        <= Str32 => MessagePackType.String,
        <= Array32 => MessagePackType.Array,
        _ => MessagePackType.Map,
    };
}
