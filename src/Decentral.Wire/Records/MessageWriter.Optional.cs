using Decentral.Actors;

namespace Decentral.Wire.Records;

public ref partial struct MessageWriter
{
    /// <summary>Writes true, false, or that there is no value.</summary>
    public void Write(bool? value)
    {
        if (value is { } there)
        {
            Write(there);
        }
        else
        {
            WriteNil();
        }
    }

    /// <summary>Writes an integer, or that there is none.</summary>
    public void Write(int? value) => Write((long?)value);

    /// <summary>Writes an integer, or that there is none.</summary>
    public void Write(long? value)
    {
        if (value is { } there)
        {
            Write(there);
        }
        else
        {
            WriteNil();
        }
    }

    /// <summary>Writes an integer, or that there is none.</summary>
    public void Write(ulong? value)
    {
        if (value is { } there)
        {
            Write(there);
        }
        else
        {
            WriteNil();
        }
    }

    /// <summary>Writes all 32 bits, or that there is no value.</summary>
    public void Write(float? value)
    {
        if (value is { } there)
        {
            Write(there);
        }
        else
        {
            WriteNil();
        }
    }

    /// <summary>Writes all 64 bits, or that there is no value.</summary>
    public void Write(double? value)
    {
        if (value is { } there)
        {
            Write(there);
        }
        else
        {
            WriteNil();
        }
    }

    /// <summary>Writes the number of a value that the enum defines, or that there is none.</summary>
    public void WriteEnum<TEnum>(TEnum? value)
        where TEnum : struct, Enum
    {
        if (value is { } there)
        {
            WriteEnum(there);
        }
        else
        {
            WriteNil();
        }
    }

    /// <summary>Writes a node's name, or that there is none.</summary>
    public void Write(NodeId? value) => Write(value?.Name);

    /// <summary>Writes an address as a record, or that there is none.</summary>
    public void Write(ActorAddress? value)
    {
        if (value is { } there)
        {
            Write(there);
        }
        else
        {
            WriteNil();
        }
    }
}
