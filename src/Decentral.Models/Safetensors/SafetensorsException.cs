namespace Decentral.Models.Safetensors;

/// <summary>A file is not the safetensors file that was expected. Nothing was taken from it.</summary>
public sealed class SafetensorsException : Exception
{
    private const int MaxQuoted = 80;

    /// <param name="file">Path or name of the file.</param>
    /// <param name="tensor">The tensor at fault; null where it is the file as a whole.</param>
    /// <param name="expected">What should have been there.</param>
    /// <param name="found">What was there.</param>
    /// <param name="cause">The error of the parser underneath, if there was one.</param>
    public SafetensorsException(
        string file,
        string? tensor,
        string expected,
        string found,
        Exception? cause = null)
        : base(Compose(file, tensor, expected, found), cause)
    {
        File = file;
        Tensor = tensor;
        Expected = expected;
        Found = found;
    }

    /// <summary>Path or name of the file.</summary>
    public string File { get; }

    /// <summary>The tensor at fault; null where it is the file as a whole.</summary>
    public string? Tensor { get; }

    /// <summary>What should have been there.</summary>
    public string Expected { get; }

    /// <summary>What was there.</summary>
    public string Found { get; }

    // A hostile name may be megabytes long.
    internal static string Quote(string text) =>
        text.Length <= MaxQuoted ? $"'{text}'" : $"'{text[..MaxQuoted]}…' ({text.Length} characters)";

    private static string Compose(string file, string? tensor, string expected, string found)
    {
        var where = tensor is null ? file : $"{file}: tensor {Quote(tensor)}";
        return $"{where}: expected {expected}, found {found}.";
    }
}
