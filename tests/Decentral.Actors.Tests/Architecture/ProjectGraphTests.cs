using System.Xml.Linq;
using Decentral.Actors.Tests.Determinism;

namespace Decentral.Actors.Tests.Architecture;

/// <summary>
/// References go one way: what trains knows no engine, disk, network or command line, and the contract knows nobody.
/// </summary>
public sealed class ProjectGraphTests
{
    private const string Prefix = "Decentral.";

    /// <summary>What each project may refer to. Whoever adds a project, or an arrow, says so here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Actors"] = [],
        ["Actors.Local"] = ["Actors"],
        ["Actors.Nodes"] = ["Actors", "Actors.Local", "Wire"],
        ["Cli"] = ["Actors.Local", "Actors.Nodes", "Pipeline", "Simulation", "Storage", "Training"],
        ["Codecs"] = ["Torch"],
        ["Files"] = [],
        ["Models"] = ["Files", "Torch"],
        ["Pipeline"] = ["Actors", "Codecs", "Models", "Training", "Wire"],
        ["Simulation"] = ["Actors", "Wire"],
        ["Storage"] = ["Actors", "Files"],
        ["Torch"] = [],
        ["Training"] = ["Actors", "Codecs", "Models", "Wire"],
        ["Wire"] = ["Actors"],
    };

    /// <summary>Everything that acts stands on the contract.</summary>
    private static readonly string[] Acting = ["Actors.Local", "Actors.Nodes", "Pipeline", "Simulation", "Storage", "Training"];

    private static readonly Dictionary<string, string[]> References = Directory
        .EnumerateFiles(Path.Combine(SourceProject.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(NameOf, ReadReferences);

    [Fact]
    public void Projects_All_AreInTheTable() => Assert.Empty(References.Keys.Except(Allowed.Keys));

    [Fact]
    public void References_EachProject_AreAmongThoseThatItMayHave() => Assert.All(
        References, project => Assert.Empty(project.Value.Except(Allowed.GetValueOrDefault(project.Key, []))));

    [Fact]
    public void References_WhateverActs_HasTheContract() =>
        Assert.All(Acting, project => Assert.Contains("Actors", References[project]));

    [Fact]
    public void Table_ItsArrows_HaveNoCircle()
    {
        var settled = new HashSet<string>();
        int before;
        do
        {
            before = settled.Count;
            settled.UnionWith(
                [.. Allowed.Where(project => project.Value.All(settled.Contains)).Select(project => project.Key)]);
        }
        while (settled.Count > before);

        Assert.Empty(Allowed.Keys.Except(settled));
    }

    private static string[] ReadReferences(string path) =>
        [.. XDocument.Load(path).Descendants("ProjectReference").Select(item => NameOf((string)item.Attribute("Include")!))];

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path)[Prefix.Length..];
}
