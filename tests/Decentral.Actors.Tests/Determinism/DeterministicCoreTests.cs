using System.Xml.Linq;

namespace Decentral.Actors.Tests.Determinism;

/// <summary>The list of banned symbols is of no use to a project that does not ask for it.</summary>
public sealed class DeterministicCoreTests
{
    private static readonly string[] Roots = [nameof(Actor), "EventSourcedActor", "EventSourcedBehavior"];

    /// <summary>Both take the results of tasks that have ended.</summary>
    private static readonly string[] KnownExceptions =
    [
        Path.Combine("src", "Decentral.Actors", "Hosting", "TaskPipe.cs"),
        Path.Combine("src", "Decentral.Simulation", "Time", "EndedTask.cs"),
    ];

    [Fact]
    public void Projects_WithActorsOrEventSourcedBehaviors_AreHeldToTheList()
    {
        var acting = ProjectsWithActors();

        Assert.Contains(acting, project => project.Name == "Decentral.Training");
        Assert.Empty(acting.Where(project => !project.HasDeterministicCore).Select(project => project.Name));
    }

    [Fact]
    public void Projects_HeldToTheList_MakeNoExceptionsButTheKnownOnes()
    {
        var held = SourceProject.All.Where(project => project.HasDeterministicCore);

        var exceptions = held.SelectMany(project => project.Sources).Where(source => MakesAnException(source.Value));

        Assert.Equal(KnownExceptions, exceptions.Select(source => source.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Build_OfAProjectThatAsks_HasTheListTheAnalyzerAndErrors()
    {
        var properties = XDocument.Load(PathOf("src", "Directory.Build.props"));
        var packages = XDocument.Load(PathOf("Directory.Packages.props"));

        var list = Assert.Single(
            properties.Descendants("AdditionalFiles"),
            item => ((string)item.Attribute("Include")!).EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Assert.Equal("'$(DeterministicCore)' == 'true'", (string)list.Parent!.Attribute("Condition")!);
        Assert.Contains(
            packages.Descendants("GlobalPackageReference"),
            item => (string)item.Attribute("Include")! == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", File.ReadLines(PathOf(".editorconfig")));
    }

    private static List<SourceProject> ProjectsWithActors()
    {
        var known = new HashSet<string>(Roots, StringComparer.Ordinal);
        var classes = SourceProject.All.SelectMany(project => project.Classes).ToList();
        int before;
        do
        {
            before = known.Count;
            known.UnionWith(classes.Where(type => type.Bases.Any(known.Contains)).Select(type => type.Name).ToList());
        }
        while (known.Count > before);

        return [.. SourceProject.All.Where(project => project.Classes.Any(type => type.Bases.Any(known.Contains)))];
    }

    private static bool MakesAnException(string source) =>
        source.Contains("RS0030", StringComparison.Ordinal)
        || source.Split('\n').Any(line => line.Trim() == "#pragma warning disable");

    private static string PathOf(params string[] parts) => Path.Combine([SourceProject.Root, .. parts]);
}
