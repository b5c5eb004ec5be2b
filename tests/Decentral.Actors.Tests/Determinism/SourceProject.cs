using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Decentral.Actors.Tests.Determinism;

/// <summary>A project under src, as its files describe it.</summary>
internal sealed class SourceProject
{
    private SourceProject(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        HasDeterministicCore = XDocument.Load(path).Descendants("DeterministicCore")
            .Any(property => property.Value == "true" && property.Attribute("Condition") is null);
        var folder = Path.GetDirectoryName(path)!;
        Sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(source => Path.GetRelativePath(Root, source), File.ReadAllText);
        Classes = [.. Sources.Values.SelectMany(ClassesOf)];
    }

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All projects.</summary>
    public static IReadOnlyList<SourceProject> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(path => new SourceProject(path)),
    ];

    public string Name { get; }

    /// <summary>Whether the analyzer holds it to the list of banned symbols.</summary>
    public bool HasDeterministicCore { get; }

    /// <summary>The texts of its files, by their paths in the repository.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; }

    /// <summary>Its classes, each with the simple names of what it derives from and implements.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Bases)> Classes { get; }

    private static IEnumerable<(string Name, IReadOnlyList<string> Bases)> ClassesOf(string source) => CSharpSyntaxTree
        .ParseText(source).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        .Select(type => (type.Identifier.Text, BasesOf(type)));

    private static IReadOnlyList<string> BasesOf(TypeDeclarationSyntax type) =>
        [.. (type.BaseList?.Types ?? []).Select(entry => SimpleName(entry.Type))];

    private static string SimpleName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => type.ToString(),
    };

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Decentral.sln")))
        {
            folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder))
                ?? throw new InvalidOperationException("The tests do not lie in the repository's artifacts.");
        }

        return folder;
    }
}
