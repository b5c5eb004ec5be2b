using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decentral.Benchmarks.Failures;

/// <summary>Results that are kept, one file a cell, so that a grid goes on where it was stopped.</summary>
internal sealed class FailureResults(string folder)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The result that there is of a cell, whatever it was made with; null for none.</summary>
    public FailureResult? Find(FailureCell cell) => File.Exists(PathOf(cell))
        ? JsonSerializer.Deserialize<FailureResult>(File.ReadAllText(PathOf(cell)), Form)
            ?? throw new InvalidDataException($"{PathOf(cell)} holds no result: delete it, and its cell is run again.")
        : null;

    /// <summary>Keeps a result, whole or not at all.</summary>
    public void Keep(FailureCell cell, FailureResult result)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(PathOf(cell) + ".new", JsonSerializer.Serialize(result, Form) + "\n");
        File.Move(PathOf(cell) + ".new", PathOf(cell), overwrite: true);
    }

    private string PathOf(FailureCell cell) => Path.Combine(folder, $"{cell.Name}.json");
}
