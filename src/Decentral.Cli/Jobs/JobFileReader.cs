using Decentral.Training.Jobs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Decentral.Cli.Jobs;

/// <summary>Reads a job file into entries with positions, and finds every name and shape in it that is wrong.</summary>
/// <remarks>
/// It reads the parser's events and not its node tree, which gives up at the first duplicate key.
/// </remarks>
internal sealed class JobFileReader
{
    private readonly string _origin;
    private readonly Parser _parser;
    private readonly List<JobEntry> _entries = [];
    private readonly Dictionary<string, SourceLocation> _sections = [];
    private readonly List<LocatedProblem> _problems = [];

    private JobFileReader(string origin, string yaml)
    {
        _origin = origin;
        _parser = new Parser(new StringReader(yaml));
    }

    /// <summary>Reads a whole file; a file that is not YAML gives the problems up to the fault.</summary>
    /// <param name="origin">The file as the person named it.</param>
    /// <param name="yaml">Its text.</param>
    public static JobLayer Read(string origin, string yaml)
    {
        var reader = new JobFileReader(origin, yaml);
        try
        {
            reader.ReadDocument();
        }
        catch (YamlException fault)
        {
            reader.Report(fault.Start, new JobProblem(JobNames.Job, "YAML", LowerFirst(fault.Message)));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3's scanner throws this, with no position, at a name inside an unfinished flow list.
            reader.Report(reader.LastMark, new JobProblem(JobNames.Job, "YAML", "a list that is not closed"));
        }
        return new JobLayer(reader._entries, reader._sections, reader._problems);
    }

    private Mark LastMark => _parser.Current?.End ?? Mark.Empty;

    private void ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            Report(Mark.Empty, JobNames.NotAValue(JobNames.Root, "an empty file"));
            return;
        }
        _parser.Consume<DocumentStart>();
        ReadSection(JobNames.Root);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            Report(_parser.Current!.Start, new JobProblem(JobNames.Job, "one document", "another one"));
        }
    }

    private void ReadSection(string section)
    {
        if (!_parser.TryConsume<MappingStart>(out _))
        {
            Report(_parser.Current!.Start, JobNames.NotAValue(section, DescribeCurrent()));
            _parser.SkipThisAndNestedEvents();
            return;
        }
        var written = new Dictionary<string, Mark>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            ReadPair(section, written);
        }
    }

    private void ReadPair(string section, Dictionary<string, Mark> written)
    {
        if (!_parser.TryConsume<Scalar>(out var key))
        {
            Report(_parser.Current!.Start, new JobProblem(section, "a name", DescribeCurrent()));
            _parser.SkipThisAndNestedEvents();
            _parser.SkipThisAndNestedEvents();
            return;
        }
        var path = JobNames.Join(section, key.Value);
        if (!written.TryAdd(key.Value, key.Start))
        {
            var first = written[key.Value];
            Report(key.Start, new JobProblem(path, "one value", $"a second one; the first is in line {first.Line}"));
            _parser.SkipThisAndNestedEvents();
            return;
        }
        ReadValue(path, key.Start);
    }

    private void ReadValue(string path, Mark key)
    {
        if (JobNames.IsSection(path))
        {
            _sections[path] = At(key);
            ReadSection(path);
        }
        else if (JobSchema.Find(path) is { } field)
        {
            ReadField(field);
        }
        else
        {
            Report(key, JobNames.Unknown(path));
            _parser.SkipThisAndNestedEvents();
        }
    }

    private void ReadField(JobField field)
    {
        if (_parser.TryConsume<Scalar>(out var value))
        {
            _entries.Add(new JobEntry(field.Path, IsNull(value) ? null : value.Value, At(value.Start)));
            return;
        }
        Report(_parser.Current!.Start, new JobProblem(field.Path, field.Expected, DescribeCurrent()));
        _parser.SkipThisAndNestedEvents();
    }

    private string DescribeCurrent() => _parser.Current switch
    {
        Scalar scalar when IsNull(scalar) => "nothing",
        Scalar scalar => LocatedProblem.Quote(scalar.Value),
        SequenceStart => "a list",
        MappingStart => "a section",
        AnchorAlias => "an alias",
        _ => "something else",
    };

    private void Report(Mark mark, JobProblem problem) => _problems.Add(new LocatedProblem(At(mark), problem));

    private SourceLocation At(Mark mark) => new(_origin, Math.Max(1, mark.Line), Math.Max(1, mark.Column));

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";

    private static string LowerFirst(string text) =>
        text.Length == 0 ? "something else" : char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');
}
