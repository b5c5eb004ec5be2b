namespace Decentral.Models.HuggingFace;

/// <summary>A folder does not hold a model that can be loaded. Nothing was taken from it.</summary>
public sealed class HuggingFaceException : Exception
{
    /// <param name="file">The file at fault.</param>
    /// <param name="field">The field at fault; null where it is the file as a whole.</param>
    /// <param name="expected">What should have been there.</param>
    /// <param name="found">What was there.</param>
    /// <param name="cause">The error underneath, if there was one.</param>
    public HuggingFaceException(string file, string? field, string expected, string found, Exception? cause = null)
        : base($"{file}: {(field is null ? "" : $"field '{field}': ")}expected {expected}, found {found}.", cause)
    {
        File = file;
        Field = field;
    }

    /// <summary>The file at fault.</summary>
    public string File { get; }

    /// <summary>The field at fault; null where it is the file as a whole.</summary>
    public string? Field { get; }
}
