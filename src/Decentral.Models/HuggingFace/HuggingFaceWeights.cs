using System.Collections.Frozen;
using System.Text.Json;
using Decentral.Models.Safetensors;

namespace Decentral.Models.HuggingFace;

/// <summary>The safetensors of a folder: one file, or several with an index of which tensor is in which.</summary>
internal sealed class HuggingFaceWeights : IDisposable
{
    internal const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    private readonly List<SafetensorsFile> _files = [];
    private readonly FrozenDictionary<string, (SafetensorsFile File, SafetensorsEntry Entry)> _byName;

    private HuggingFaceWeights(IEnumerable<string> paths)
    {
        var byName = new Dictionary<string, (SafetensorsFile, SafetensorsEntry)>(StringComparer.Ordinal);
        try
        {
            foreach (var path in paths)
            {
                Add(SafetensorsFile.Open(path), byName);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The names of all tensors.</summary>
    internal IEnumerable<string> Names => _byName.Keys;

    /// <summary>Opens what a folder holds.</summary>
    /// <exception cref="HuggingFaceException">It holds no safetensors, or an index that is none.</exception>
    /// <exception cref="SafetensorsException">A file breaks a rule of its format.</exception>
    internal static HuggingFaceWeights Open(string folder)
    {
        var single = Path.Combine(folder, SingleFile);
        var index = Path.Combine(folder, IndexFile);
        if (File.Exists(single))
        {
            return new HuggingFaceWeights([single]);
        }

        return File.Exists(index)
            ? new HuggingFaceWeights(ReadIndex(folder, index))
            : throw new HuggingFaceException(folder, null, $"{SingleFile} or {IndexFile}", "neither");
    }

    internal bool TryFind(string name, out SafetensorsFile file, out SafetensorsEntry entry)
    {
        var found = _byName.TryGetValue(name, out var place);
        (file, entry) = place;
        return found;
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static string[] ReadIndex(string folder, string index)
    {
        using var document = JsonFile.Read(index);
        if (!document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new HuggingFaceException(index, "weight_map", "an object of file names", "none");
        }

        var names = map.EnumerateObject().Select(entry => FileName(index, entry)).Distinct();
        return [.. names.Order(StringComparer.Ordinal).Select(name => Path.Combine(folder, name))];
    }

    // A name with a folder in it could point anywhere on the machine.
    private static string FileName(string index, JsonProperty entry)
    {
        var name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
        return !string.IsNullOrEmpty(name) && name == Path.GetFileName(name)
            ? name
            : throw new HuggingFaceException(index, entry.Name, "a file name in the same folder", $"'{entry.Value}'");
    }

    private void Add(SafetensorsFile file, Dictionary<string, (SafetensorsFile, SafetensorsEntry)> byName)
    {
        _files.Add(file);
        foreach (var entry in file.Entries)
        {
            if (!byName.TryAdd(entry.Name, (file, entry)))
            {
                throw new SafetensorsException(file.Path, entry.Name, "this tensor in one file", "it in two");
            }
        }
    }
}
