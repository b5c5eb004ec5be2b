using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>
/// Writes a resolved job as canonical YAML: every field that is set and has an effect, in the schema's order.
/// </summary>
internal static partial class JobWriter
{
    private const int Indent = 2;

    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, which reads back as an equal job but for fields that have no effect in it.</summary>
    public static string Write(Job job)
    {
        var yaml = new StringBuilder();
        var section = JobNames.Root;
        foreach (var field in JobSchema.Fields.Where(field => field.Idle(job) is null))
        {
            if (field.Read(job) is not { } text)
            {
                continue;
            }
            section = OpenSections(yaml, section, JobNames.SectionOf(field.Path));
            AppendName(yaml, field.Path).Append(' ').Append(Scalar(text)).Append('\n');
        }
        return yaml.ToString();
    }

    private static string OpenSections(StringBuilder yaml, string open, string wanted)
    {
        if (wanted != JobNames.Root && wanted != open && !open.StartsWith(wanted + ".", StringComparison.Ordinal))
        {
            OpenSections(yaml, open, JobNames.SectionOf(wanted));
            AppendName(yaml, wanted).Append('\n');
        }
        return wanted;
    }

    private static StringBuilder AppendName(StringBuilder yaml, string path) => yaml
        .Append(' ', Indent * path.Count(c => c == '.'))
        .Append(path.AsSpan(path.LastIndexOf('.') + 1))
        .Append(':');

    /// <summary>
    /// Plain where YAML has no doubt; otherwise as JSON, whose strings are YAML's double-quoted ones.
    /// </summary>
    private static string Scalar(string text) =>
        PlainText().IsMatch(text) && text != "null" ? text : JsonSerializer.Serialize(text, Relaxed);

    [GeneratedRegex(@"^[A-Za-z0-9_./+][A-Za-z0-9_./+*-]*$")]
    private static partial Regex PlainText();
}
