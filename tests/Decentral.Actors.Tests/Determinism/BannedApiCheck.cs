using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Decentral.Actors.Tests.Determinism;

/// <summary>Compiles statements as actor code is compiled, under the list of banned symbols.</summary>
internal static class BannedApiCheck
{
    private const string Prologue = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        static class Faults
        {
            static void Commit(Task task, Task<int> work, CancellationToken token, object thing, TimeProvider clock)
            {

        """;

    private static readonly Type Analyzer = Assembly
        .LoadFrom(PathOf("Microsoft.CodeAnalysis.CSharp.BannedApiAnalyzers.dll"))
        .GetType("Microsoft.CodeAnalysis.CSharp.BannedApiAnalyzers.CSharpSymbolIsBannedAnalyzer", throwOnError: true)!;

    private static int FirstLine => Prologue.Count(unit => unit == '\n');

    /// <summary>The symbols on the list, without their messages.</summary>
    public static IReadOnlyList<string> BannedSymbols { get; } =
    [
        .. File.ReadLines(PathOf("BannedSymbols.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => line.Split(';')[0]),
    ];

    /// <summary>The indices of the statements at which the analyzer reports a banned symbol.</summary>
    public static async Task<IReadOnlySet<int>> FindBanned(
        IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        var source = Prologue + string.Concat(statements.Select(statement => $"{{ {statement} }}\n")) + "}}";
        var compilation = CSharpCompilation.Create(
            "Faults",
            [CSharpSyntaxTree.ParseText(source, cancellationToken: cancellationToken)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics(cancellationToken).Where(found => found.Severity == DiagnosticSeverity.Error));
        var found = await compilation
            .WithAnalyzers(
                [(DiagnosticAnalyzer)Activator.CreateInstance(Analyzer)!],
                new AnalyzerOptions([new BannedSymbolsFile()]))
            .GetAnalyzerDiagnosticsAsync(cancellationToken);
        return found.Where(diagnostic => diagnostic.Id == "RS0030")
            .Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line - FirstLine)
            .ToHashSet();
    }

    private static ImmutableArray<MetadataReference> References()
    {
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. assemblies.Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private sealed class BannedSymbolsFile : AdditionalText
    {
        public override string Path => "BannedSymbols.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) =>
            SourceText.From(File.ReadAllText(PathOf("BannedSymbols.txt")));
    }
}
