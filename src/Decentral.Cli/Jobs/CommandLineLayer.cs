using System.Collections.ObjectModel;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>
/// What the command line says of a job: <c>--set path=value</c> and the options that stand for a field.
/// </summary>
internal static class CommandLineLayer
{
    /// <param name="assignments">The values of <c>--set</c>, in order; the last one for a field wins.</param>
    /// <param name="data">The value of <c>--data</c>, or null.</param>
    public static JobLayer Read(IEnumerable<string> assignments, string? data)
    {
        var entries = new Dictionary<string, JobEntry>();
        var problems = new List<LocatedProblem>();
        if (data is not null)
        {
            entries["data.source"] = new JobEntry("data.source", data, new SourceLocation("--data"));
        }
        foreach (var assignment in assignments)
        {
            var where = new SourceLocation($"--set {assignment}");
            var (path, text) = Split(assignment);
            if (Check(path, text) is { } problem)
            {
                problems.Add(new LocatedProblem(where, problem));
            }
            else
            {
                entries[path] = new JobEntry(path, text is "null" or "~" ? null : text, where);
            }
        }
        return new JobLayer([.. entries.Values], ReadOnlyDictionary<string, SourceLocation>.Empty, problems);
    }

    private static (string Path, string? Text) Split(string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (assignment.Trim(), null) : (assignment[..equals].Trim(), assignment[(equals + 1)..]);
    }

    private static JobProblem? Check(string path, string? text)
    {
        if (path == JobNames.Root)
        {
            return new JobProblem("--set", "path=value", "no path");
        }
        if (JobNames.IsSection(path))
        {
            return JobNames.NotAValue(path, text is null ? "nothing" : LocatedProblem.Quote(text));
        }
        if (JobSchema.Find(path) is not { } field)
        {
            return JobNames.Unknown(path);
        }
        return text is null ? new JobProblem(path, field.Expected, "no value", $"write --set {path}=value") : null;
    }
}
