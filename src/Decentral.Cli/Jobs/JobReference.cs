using System.Text;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>Writes the reference of job files, docs/job.md, from the schema.</summary>
internal static class JobReference
{
    private const string Opening = """
        # Job files

        A job file says what to train, on what, and how. Every field has a default but for the budget (`run.tokens`,
        `run.epochs` or `inner.steps`, exactly one of them). `--set path=value` overrides any field, as in
        `--set sync.every=30`, and `--data SOURCE` overrides `data.source`. Relative paths start at the working
        directory. Numbers may be written 1_200_000 or 1.2e6, durations 500ms, 30s, 5m or 2h; `null` unsets an optional
        field. Choosing `method` or `outer.optimizer` by `--set` brings its own defaults, whatever the file says.

        This page is written by `./decentral train --help-job`, from the description that the program reads jobs with.

        """;

    /// <summary>The whole page, in Markdown.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Opening);
        AppendFields(page);
        AppendMethods(page);
        AppendCompatibility(page);
        return page.ToString();
    }

    private static void AppendFields(StringBuilder page)
    {
        var defaults = new Job();
        string? open = null;
        foreach (var field in JobSchema.Fields)
        {
            var section = JobNames.SectionOf(field.Path);
            if (section != open)
            {
                AppendSection(page, section);
                open = section;
            }
            AppendRow(page, $"`{field.Path}`", Default(field, defaults), Escape(field.Expected), Escape(field.Help));
        }
    }

    private static void AppendSection(StringBuilder page, string section)
    {
        page.Append('\n');
        if (section != JobNames.Root)
        {
            page.Append($"## {section}\n\n{JobSchema.Sections[section]}\n\n");
        }
        AppendRow(page, "field", "default", "allowed", "meaning");
        AppendRow(page, "---", "---", "---", "---");
    }

    private static string Default(JobField field, Job defaults) => field.Read(defaults) switch
    {
        null => field.WhenUnset!,
        "" => "empty",
        var text => $"`{text}`",
    };

    private static void AppendMethods(StringBuilder page)
    {
        page.Append("\n## Methods\n\nWhat each name stands for. Every field may be overridden.\n\n");
        AppendRow(page, "method", "inner", "sync", "update.kind", "codec up, down", "aggregate", "outer", "pipeline");
        AppendRow(page, "---", "---", "---", "---", "---", "---", "---", "---");
        foreach (var method in Enum.GetValues<MethodKind>())
        {
            var preset = MethodPreset.For(method);
            AppendRow(
                page, $"`{ChoiceName.Of(method)}`", DescribeInner(preset), Describe(preset.Sync),
                $"`{ChoiceName.Of(preset.Update.Kind)}`", Describe(preset.Update.Codec), $"`{ChoiceName.Of(preset.Aggregate)}`",
                Describe(preset.Outer), Describe(preset.Pipeline, preset.Workers));
        }
    }

    private static string Describe(SyncOptions sync) => FormattableString.Invariant($"every {sync.Every}")
        + (sync.Fragments == 1 ? "" : FormattableString.Invariant(
            $", {sync.Fragments} fragments, overlap {sync.Overlap}, mixing {sync.Mixing}"))
        + (sync.Asynchronous ? ", on own clocks" : "");

    private static string DescribeInner(MethodPreset preset) => $"`{ChoiceName.Of(preset.Inner)}`"
        + (preset.LearningRate is { } rate ? FormattableString.Invariant($", learning rate {rate}") : "")
        + (preset.Accumulation is { } passes ? FormattableString.Invariant($", accumulation {passes}") : "");

    private static string Describe(CodecOptions codec) => $"`{ChoiceName.Of(codec.Up)}`, `{ChoiceName.Of(codec.Down)}`";

    private static string Describe(PipelineOptions pipeline, int? workers) => pipeline.Stages == 0
        ? "none"
        : FormattableString.Invariant($"{pipeline.Stages} stages") + (workers is { } some ? FormattableString.Invariant($", workers {some}") : "");

    private static string Describe(OuterOptions outer) => outer.Optimizer == OuterOptimizerKind.None
        ? "`none`"
        : FormattableString.Invariant(
            $"`{ChoiceName.Of(outer.Optimizer)}`, learning rate {outer.LearningRate}, momentum {outer.Momentum}");

    private static void AppendCompatibility(StringBuilder page)
    {
        page.Append("\n## Combinations\n\nWhat goes with what. Anything else is refused before training.\n\n");
        AppendRow(page, "update.kind", "outer.optimizer", "sync.every", "why");
        AppendRow(page, "---", "---", "---", "---");
        foreach (var row in Compatibility.Table)
        {
            AppendRow(
                page, $"`{ChoiceName.Of(row.Update)}`",
                string.Join(" or ", row.Outer.Select(outer => $"`{ChoiceName.Of(outer)}`")),
                row.MostSteps is { } most ? $"{most}" : "any", row.Reason);
        }
    }

    private static void AppendRow(StringBuilder page, params string[] cells) =>
        page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
