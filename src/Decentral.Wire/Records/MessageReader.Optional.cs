using Decentral.Actors;

namespace Decentral.Wire.Records;

public ref partial struct MessageReader
{
    /// <summary>Reads true or false; null where there is no value.</summary>
    public bool? ReadBooleanOrNull() => TryReadNil() ? null : ReadBoolean();

    /// <summary>Reads an integer of 32 bits; null where there is none.</summary>
    public int? ReadInt32OrNull() => TryReadNil() ? null : ReadInt32();

    /// <summary>Reads an integer; null where there is none.</summary>
    public long? ReadInt64OrNull() => TryReadNil() ? null : ReadInt64();

    /// <summary>Reads an integer that is not negative; null where there is none.</summary>
    public ulong? ReadUInt64OrNull() => TryReadNil() ? null : ReadUInt64();

    /// <summary>Reads a number of 32 bits; null where there is none.</summary>
    public float? ReadSingleOrNull() => TryReadNil() ? null : ReadSingle();

    /// <summary>Reads a number of 64 bits, or of 32; null where there is none.</summary>
    public double? ReadDoubleOrNull() => TryReadNil() ? null : ReadDouble();

    /// <summary>Reads text; null where there is none.</summary>
    public string? ReadStringOrNull() => TryReadNil() ? null : ReadString();

    /// <summary>Reads a value that the enum defines; null where there is none.</summary>
    public TEnum? ReadEnumOrNull<TEnum>()
        where TEnum : struct, Enum => TryReadNil() ? null : ReadEnum<TEnum>();

    /// <summary>Reads a node's name; null where there is none.</summary>
    public NodeId? ReadNodeIdOrNull() => TryReadNil() ? null : ReadNodeId();

    /// <summary>Reads an address; null where there is none.</summary>
    public ActorAddress? ReadActorAddressOrNull() => TryReadNil() ? null : ReadActorAddress();
}
