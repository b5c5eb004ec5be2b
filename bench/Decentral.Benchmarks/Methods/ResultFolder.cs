using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decentral.Benchmarks.Methods;

/// <summary>Results that are kept, one file a cell, so that no cell is run twice and a table can be written from what there is.</summary>
internal sealed class ResultFolder(string path)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The result of a cell of this configuration, or null.</summary>
    public CellResult? Find(CellConfiguration configuration)
    {
        var file = FileOf(configuration);
        return File.Exists(file) && Read(file) is var result && configuration.AgreesWith(result.Configuration) ? result : null;
    }

    public IEnumerable<CellResult> All() => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).Select(Read)
        : [];

    /// <summary>Keeps a result, whole or not at all.</summary>
    public void Keep(CellResult result)
    {
        Directory.CreateDirectory(path);
        var file = FileOf(result.Configuration);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(result, Form) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }

    private string FileOf(CellConfiguration configuration) => Path.Combine(path, $"{configuration.Key}.json");

    private static CellResult Read(string file) =>
        JsonSerializer.Deserialize<CellResult>(File.ReadAllText(file), Form)
        ?? throw new InvalidDataException($"{file} holds no result: delete it, and its cell is run again.");
}
