using System.Text.Json;

namespace Decentral.Models.HuggingFace;

/// <summary>JSON files from others.</summary>
internal static class JsonFile
{
    private const int MaxBytes = 1 << 26;

    /// <summary>Reads a file whose root is an object.</summary>
    /// <exception cref="HuggingFaceException">It is no such file, or larger than 64 MiB.</exception>
    internal static JsonDocument Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MaxBytes)
        {
            throw new HuggingFaceException(path, null, $"at most {MaxBytes} bytes", $"{length}");
        }

        try
        {
            var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new HuggingFaceException(path, null, "a JSON object", $"{document.RootElement.ValueKind}");
        }
        catch (JsonException error)
        {
            throw new HuggingFaceException(path, null, "JSON", error.Message.TrimEnd('.'), error);
        }
    }
}
