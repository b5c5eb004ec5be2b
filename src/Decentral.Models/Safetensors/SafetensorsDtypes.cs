namespace Decentral.Models.Safetensors;

/// <summary>What the format calls its element types, and how large they are.</summary>
internal static class SafetensorsDtypes
{
    // By the value of the enumeration.
    private static readonly (string Name, int Bytes)[] All =
    [
        ("BOOL", 1), ("U8", 1), ("I8", 1), ("F8_E5M2", 1), ("F8_E4M3", 1),
        ("I16", 2), ("U16", 2), ("F16", 2), ("BF16", 2),
        ("I32", 4), ("U32", 4), ("F32", 4),
        ("F64", 8), ("I64", 8), ("U64", 8),
    ];

    internal static string Names { get; } = string.Join(", ", All.Select(dtype => dtype.Name));

    internal static string Name(this SafetensorsDtype dtype) => All[(int)dtype].Name;

    internal static int SizeInBytes(this SafetensorsDtype dtype) => All[(int)dtype].Bytes;

    /// <summary>The type of that name, which is case-sensitive; null for any other text.</summary>
    internal static SafetensorsDtype? Parse(string name)
    {
        var index = Array.FindIndex(All, dtype => dtype.Name == name);
        return index < 0 ? null : (SafetensorsDtype)index;
    }
}
