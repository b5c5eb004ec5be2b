namespace Decentral.Wire.MessagePack;

/// <summary>What stands before the bytes of an extension.</summary>
/// <param name="TypeCode">The application's types are from 0; those below are the specification's.</param>
/// <param name="Length">Bytes that follow.</param>
public readonly record struct ExtensionHeader(sbyte TypeCode, uint Length)
{
    /// <summary>An extension of so many bytes.</summary>
    /// <param name="typeCode">The application's types are from 0; those below are the specification's.</param>
    /// <param name="length">Bytes that follow; not negative.</param>
    public ExtensionHeader(sbyte typeCode, int length)
        : this(typeCode, checked((uint)length))
    {
    }
}
