using System.Collections.Immutable;

namespace Decentral.Benchmarks.Methods;

/// <summary>Reads bench/methods.yaml, whose first lines describe its form.</summary>
internal static class GridReader
{
    /// <exception cref="InvalidDataException">It does not have that form; the message names the line.</exception>
    public static MethodGrid Read(string path) => Parse(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <param name="yaml">The file's text.</param>
    /// <param name="folder">Where the base job's path starts.</param>
    public static MethodGrid Parse(string yaml, string folder)
    {
        var root = GridNode.Parse(yaml).Only("base", "baseline", "corpora", "groups", "methods", "relations");
        ImmutableArray<Corpus> corpora = [.. root["corpora"].Pairs.Select(pair => new Corpus(pair.Name, pair.Value.Text))];
        ImmutableArray<GridGroup> groups = [.. root["groups"].Pairs.Select(pair => Group(pair.Name, pair.Value, corpora))];
        ImmutableArray<GridMethod> methods = [.. root["methods"].Pairs.Select(pair => Method(pair.Name, pair.Value, groups))];
        var names = methods.Select(method => method.Name).ToHashSet();
        return new MethodGrid
        {
            BaseJobPath = Path.Combine(folder, root["base"].Text),
            Baseline = Known(root["baseline"], names),
            Corpora = corpora,
            Groups = groups,
            Methods = methods,
            Relations = [.. root["relations"].Items.Select(relation => Relate(relation, names, groups))],
        };
    }

    private static GridGroup Group(string name, GridNode group, ImmutableArray<Corpus> corpora)
    {
        group.Only("purpose", "set", "corpora", "tuning", "plot", "sweep");
        return new GridGroup
        {
            Name = name,
            Purpose = group["purpose"].Text,
            Set = group.Find("set")?.Settings ?? [],
            Corpora = [.. group["corpora"].Items.Select(item =>
                corpora.FirstOrDefault(corpus => corpus.Name == item.Text) ?? throw item.Fault($"'{item.Text}' is no corpus"))],
            IsTuning = group.Find("tuning")?.Text == "true",
            IsPlotted = group.Find("plot")?.Text == "true",
            Sweep = group.Find("sweep")?.Sweep ?? new Sweep([]),
        };
    }

    private static GridMethod Method(string name, GridNode method, ImmutableArray<GridGroup> groups)
    {
        method.Only("set", "tune", "tuned", "in", "baseline");
        var known = groups.Select(group => group.Name).ToHashSet();
        return new GridMethod
        {
            Name = name,
            Set = method["set"].Settings,
            Tune = [.. (method.Find("tune")?.Items ?? []).Select(item => item.Sweep)],
            Tuned = method.Find("tuned")?.Settings ?? [],
            Baseline = method["baseline"].Text,
            SeedsByGroup = method["in"].Pairs.ToImmutableSortedDictionary(
                pair => known.Contains(pair.Name) ? pair.Name : throw pair.Value.Fault($"'{pair.Name}' is no group"),
                pair => (int)pair.Value.Number),
        };
    }

    private static Relation Relate(GridNode relation, HashSet<string> methods, ImmutableArray<GridGroup> groups)
    {
        relation.Only("claim", "source", "groups", "method", "against", "atLeast", "atMost", "outOfReach");
        var groupNames = groups.Select(group => group.Name).ToHashSet();
        var outOfReach = relation.Find("outOfReach")?.Text;
        var comparison = outOfReach is not null ? null : new RelationComparison(
            [.. relation["groups"].Items.Select(group => Known(group, groupNames))],
            Known(relation["method"], methods),
            Known(relation["against"], methods),
            relation.Find("atLeast")?.Number,
            relation.Find("atMost")?.Number);
        return new Relation(relation["claim"].Text, relation["source"].Text, comparison, outOfReach);
    }

    private static string Known(GridNode node, HashSet<string> names) =>
        names.Contains(node.Text) ? node.Text : throw node.Fault($"'{node.Text}' is unknown");
}
