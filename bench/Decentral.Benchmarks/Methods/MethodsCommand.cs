using System.CommandLine;
using System.Globalization;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Methods;

/// <summary>The command <c>methods</c>.</summary>
internal static class MethodsCommand
{
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "Text files: the grid's corpora, found by what they hold, or one's own in their place.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Only the cells group/method that a pattern with * and ? matches.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Budget = new("--budget") { Description = "Start no cell after so long, as in 30m or 8h." };

    private static readonly Option<bool> List = new("--list") { Description = "Say what is done and what is missing; train nothing." };

    private static readonly Option<bool> Report = new("--report")
    {
        Description = "Write the tables of docs/benchmarks.md and docs/methods.svg from what is done; train nothing.",
    };

    private static readonly Option<string> Grid = new("--grid")
    {
        Description = "The grid.",
        DefaultValueFactory = _ => Repository.PathOf("bench", "methods.yaml"),
    };

    private static readonly Option<string> Results = new("--results")
    {
        Description = "Where results are kept, one file a cell.",
        DefaultValueFactory = _ => Repository.PathOf("bench", "results", "methods"),
    };

    public static Command Create()
    {
        var command = new Command("methods", "Held-out loss against bytes of all methods; goes on where it was stopped.")
        {
            Data, Only, Budget, List, Report, Grid, Results,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var benchmark = new MethodsBenchmark(new MethodsOptions
        {
            GridPath = line.GetValue(Grid)!,
            ResultsPath = line.GetValue(Results)!,
            Data = [.. line.GetValue(Data)!],
            Only = [.. line.GetValue(Only)!],
            Budget = line.GetValue(Budget) is { } text ? Duration(text) : null,
        });
        if (line.GetValue(List))
        {
            benchmark.List();
            return 0;
        }

        if (line.GetValue(Report))
        {
            benchmark.Report();
            return 0;
        }

        return benchmark.Run();
    }

    internal static TimeSpan Duration(string text)
    {
        var count = double.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            _ => throw new FormatException($"--budget: expected a time with its unit, as in 30m or 8h, found '{text}'"),
        };
    }
}
