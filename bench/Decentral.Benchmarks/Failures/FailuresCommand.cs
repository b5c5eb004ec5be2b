using System.CommandLine;
using Decentral.Benchmarks.Methods;
using Decentral.Benchmarks.Reference;

namespace Decentral.Benchmarks.Failures;

/// <summary>The command <c>failures</c>.</summary>
internal static class FailuresCommand
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "A text file; its last tenth is held out. Needed to train.",
    };

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Only the cells strategy-percent-seedN that a pattern with * and ? matches.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Budget = new("--budget") { Description = "Start no cell after so long, as in 30m or 8h." };

    private static readonly Option<bool> List = new("--list") { Description = "Say what is done and what is missing; train nothing." };

    private static readonly Option<bool> Report = new("--report")
    {
        Description = "Write the tables of docs/benchmarks.md and docs/failures.svg from what is done; train nothing.",
    };

    private static readonly Option<string> Results = new("--results")
    {
        Description = "Where results and traces are kept.",
        DefaultValueFactory = _ => Repository.PathOf("bench", "results", "failures"),
    };

    public static Command Create()
    {
        var command = new Command("failures", "Ways to go on after a stage is lost, on the same failures; goes on where it was stopped.")
        {
            Data, Only, Budget, List, Report, Results,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var benchmark = new FailuresBenchmark(new FailuresOptions
        {
            ResultsPath = line.GetValue(Results)!,
            Data = line.GetValue(Data),
            Only = [.. line.GetValue(Only)!],
            Budget = line.GetValue(Budget) is { } text ? MethodsCommand.Duration(text) : null,
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
}
