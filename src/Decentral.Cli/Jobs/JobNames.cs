using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>The tree of a job's names: sections, and the fields in them.</summary>
internal static class JobNames
{
    /// <summary>The name of the section that holds everything.</summary>
    public const string Root = "";

    /// <summary>What a problem that concerns no single field names in place of a path.</summary>
    public const string Job = "job";

    private static readonly HashSet<string> Sections =
        [Root, .. JobSchema.Fields.SelectMany(field => Ancestors(field.Path))];

    public static bool IsSection(string path) => Sections.Contains(path);

    public static string Join(string section, string name) => section == Root ? name : $"{section}.{name}";

    /// <summary>The innermost section around <paramref name="path"/>.</summary>
    public static string SectionOf(string path) => path.Contains('.', StringComparison.Ordinal)
        ? path[..path.LastIndexOf('.')]
        : Root;

    /// <summary>What is wrong with a name that no field or section has, with the one that was probably meant.</summary>
    public static JobProblem Unknown(string path)
    {
        var section = SectionOf(path);
        var isKnown = IsSection(section);
        return new JobProblem(
            path,
            isKnown && section != Root ? $"a field of {section}" : "a field of a job",
            "an unknown name",
            Suggest(path, isKnown ? section : Root));
    }

    /// <summary>What is wrong with a value given to a section.</summary>
    public static JobProblem NotAValue(string section, string found) => section == Root
        ? new JobProblem(Job, $"a mapping with {List(ChildrenOf(section))}", found)
        : new JobProblem(section, $"a section with {List(ChildrenOf(section))}", found);

    private static string Suggest(string path, string section)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        var sibling = NearestName.Find(name, ChildrenOf(section));
        if (sibling is not null)
        {
            return $"did you mean {Join(section, sibling)}?";
        }
        var elsewhere = NearestName.Find(name, JobSchema.Fields.Select(field => Last(field.Path)));
        var namesakes = JobSchema.Fields.Select(field => field.Path).Where(field => Last(field) == elsewhere).ToList();
        return namesakes.Count > 0
            ? $"did you mean {string.Join(" or ", namesakes)}?"
            : $"{(section == Root ? "a job" : section)} has {List(ChildrenOf(section))}";
    }

    private static IEnumerable<string> ChildrenOf(string section) => JobSchema.Fields
        .SelectMany(field => Ancestors(field.Path).Append(field.Path))
        .Where(path => path != Root && SectionOf(path) == section)
        .Select(Last)
        .Distinct();

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var section = SectionOf(path); section != Root; section = SectionOf(section))
        {
            yield return section;
        }
    }

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static string List(IEnumerable<string> names) => string.Join(", ", names);
}
