using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>Turns layers into a job: defaults first, then each layer over the one before it.</summary>
internal sealed class JobBinder
{
    private readonly string _origin;
    private readonly Dictionary<string, SourceLocation> _sources = [];
    private readonly Dictionary<string, SourceLocation> _sections = [];
    private readonly List<LocatedProblem> _problems = [];
    private Job _job = new();

    private JobBinder(string origin) => _origin = origin;

    /// <param name="origin">What to name in a problem with a default value: the job file, or the command.</param>
    /// <param name="layers">The layers, the overriding ones last.</param>
    public static JobBinding Bind(string origin, IEnumerable<JobLayer> layers)
    {
        var binder = new JobBinder(origin);
        foreach (var layer in layers)
        {
            binder.Apply(layer);
        }
        binder.Validate();
        return new JobBinding(binder._job, binder.InOrderWritten());
    }

    private void Apply(JobLayer layer)
    {
        _problems.AddRange(layer.Problems);
        foreach (var (section, where) in layer.Sections)
        {
            _sections[section] = where;
        }
        var entries = layer.Entries.ToDictionary(entry => entry.Path);
        var fields = JobSchema.Fields.Where(field => entries.ContainsKey(field.Path)).ToList();
        foreach (var displaced in fields.SelectMany(field => field.Displaces))
        {
            Displace(displaced);
        }
        foreach (var field in fields)
        {
            Set(field, entries[field.Path]);
        }
        foreach (var field in fields)
        {
            RefuseIdle(field, entries[field.Path]);
        }
    }

    private void Displace(string path)
    {
        var displaced = JobSchema.Fields
            .Where(field => field.Path == path || field.Path.StartsWith(path + ".", StringComparison.Ordinal));
        foreach (var field in displaced)
        {
            _sources.Remove(field.Path);
            _job = field.Clear(_job);
        }
    }

    private void Set(JobField field, JobEntry entry)
    {
        _sources[field.Path] = entry.Where;
        var changed = entry.Text is null
            ? field.WhenUnset is null ? null : field.Clear(_job)
            : field.Write(_job, entry.Text);
        if (changed is not null)
        {
            _job = changed;
            return;
        }
        var meant = entry.Text is null ? null : NearestName.Find(entry.Text, field.Choices);
        Report(entry, new JobProblem(
            field.Path, field.Expected, Describe(entry.Text), meant is null ? null : $"did you mean {meant}?"));
    }

    /// <remarks>
    /// Each layer answers for its own values only, so that an override that makes a value of the file idle is no
    /// mistake.
    /// </remarks>
    private void RefuseIdle(JobField field, JobEntry entry)
    {
        if (entry.Text is not null && field.Idle(_job) is { } reason)
        {
            Report(entry, new JobProblem(
                field.Path, "no value", Describe(entry.Text), "remove it", $"it has no effect, because {reason}"));
        }
    }

    private void Validate()
    {
        var broken = _problems.Select(problem => problem.Problem.Path).ToHashSet();
        foreach (var problem in JobValidator.Validate(_job).Where(problem => !broken.Contains(problem.Path)))
        {
            // What follows from a value that could not be read would only confuse: nobody wrote it.
            if (broken.Count == 0 || _sources.ContainsKey(problem.Path))
            {
                _problems.Add(new LocatedProblem(Locate(problem.Path), problem));
            }
        }
    }

    private SourceLocation Locate(string path)
    {
        if (_sources.TryGetValue(path, out var source))
        {
            return source;
        }
        for (var section = JobNames.SectionOf(path); section != JobNames.Root; section = JobNames.SectionOf(section))
        {
            if (_sections.TryGetValue(section, out var where))
            {
                return where;
            }
        }
        return new SourceLocation(_origin);
    }

    private IReadOnlyList<LocatedProblem> InOrderWritten() =>
        [.. _problems.OrderBy(problem => problem.Where.Line ?? long.MaxValue).ThenBy(problem => problem.Where.Column)];

    private void Report(JobEntry entry, JobProblem problem) => _problems.Add(new LocatedProblem(entry.Where, problem));

    private static string Describe(string? text) => text switch
    {
        null => "nothing",
        "" => "an empty text",
        _ => LocatedProblem.Quote(text),
    };
}
