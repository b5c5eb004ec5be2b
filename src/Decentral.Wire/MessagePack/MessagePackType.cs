using System.Diagnostics.CodeAnalysis;

namespace Decentral.Wire.MessagePack;

/// <summary>The kinds of values that the MessagePack specification knows; numbered as in MessagePack-CSharp.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of the specification and of MessagePack-CSharp.")]
public enum MessagePackType : byte
{
    /// <summary>The one code that is never used, 0xC1.</summary>
    Unknown = 0,

    /// <summary>A whole number of at most 64 bits, signed or not.</summary>
    Integer = 1,

    /// <summary>Nothing.</summary>
    Nil = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>A floating-point number of 32 or 64 bits.</summary>
    Float = 4,

    /// <summary>Text in UTF-8.</summary>
    String = 5,

    /// <summary>Bytes.</summary>
    Binary = 6,

    /// <summary>A sequence of values.</summary>
    Array = 7,

    /// <summary>Pairs of keys and values.</summary>
    Map = 8,

    /// <summary>Bytes with a type number of the application's.</summary>
    Extension = 9,
}
