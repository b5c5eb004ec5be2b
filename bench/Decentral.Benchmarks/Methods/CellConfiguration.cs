using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Decentral.Cli.Jobs;
using Decentral.Training.Jobs;

namespace Decentral.Benchmarks.Methods;

/// <summary>
/// Everything that a cell's figures follow from: the data and every field of the job that has an effect on them. Where the
/// files are, what is saved and how many lanes share the work is not in it.
/// </summary>
/// <param name="Digest">Of the data.</param>
/// <param name="Fields">The resolved job's fields by their path, defaults included.</param>
internal sealed record CellConfiguration(string Digest, ImmutableSortedDictionary<string, string> Fields)
{
    private const int KeyLength = 16;

    private static readonly string[] WithoutEffect =
        ["name", "data.source", "evaluation.every", "snapshots.", "sample.", "compute.lanes", "limits."];

    private static readonly Job Defaults = new();

    /// <summary>
    /// Names the cell's file. Fields at their default do not count: one that is new since has no part in what came before. A
    /// default that is another since gives the same key, which is why <see cref="AgreesWith"/> compares all.
    /// </summary>
    public string Key
    {
        get
        {
            var changed = Fields.Where(IsChanged).Select(setting => $"{setting.Key}={setting.Value}\n");
            var text = string.Concat(changed.Order(StringComparer.Ordinal));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Digest}\n{text}")))[..KeyLength];
        }
    }

    /// <summary>Resolves a cell's job over the base job.</summary>
    /// <exception cref="InvalidDataException">The job is refused.</exception>
    public static CellConfiguration Of(JobLayer baseJob, Cell cell)
    {
        var changes = CommandLineLayer.Read(cell.Settings.Select(setting => setting.ToString()), data: null);
        var (job, problems) = JobBinder.Bind(cell.Name, [baseJob, changes]);
        return problems.Count == 0
            ? new CellConfiguration(cell.Corpus.Digest, FieldsOf(job))
            : throw new InvalidDataException($"{cell}: {string.Join("; ", problems)}");
    }

    /// <summary>Whether a field can change a cell's figures.</summary>
    public static bool HasEffect(string path) =>
        !WithoutEffect.Any(without => path.StartsWith(without, StringComparison.Ordinal));

    /// <summary>
    /// Whether another one, made with earlier fields of a job, means the same. A field that one of them does not have is at its default.
    /// </summary>
    public bool AgreesWith(CellConfiguration earlier) =>
        Digest == earlier.Digest
        && Fields.Keys.Union(earlier.Fields.Keys).All(path => ValueOf(path) == earlier.ValueOf(path));

    private string? ValueOf(string path) => Fields.GetValueOrDefault(path) ?? JobSchema.Find(path)?.Read(Defaults);

    private static ImmutableSortedDictionary<string, string> FieldsOf(Job job) => JobSchema.Fields
        .Where(field => field.Idle(job) is null && field.Read(job) is not null)
        .Where(field => HasEffect(field.Path))
        .ToImmutableSortedDictionary(field => field.Path, field => field.Read(job)!, StringComparer.Ordinal);

    private static bool IsChanged(KeyValuePair<string, string> field) =>
        JobSchema.Find(field.Key)?.Read(Defaults) != field.Value;
}
