namespace Decentral.Models.Data;

/// <summary>How files are read.</summary>
public enum DataFormat
{
    /// <summary>UTF-8 text; anything else is refused. Lines of <c>.jsonl</c> files are records.</summary>
    Text,

    /// <summary>Bytes as they are, of any file; the vocabulary must be bytes.</summary>
    Bytes,
}
