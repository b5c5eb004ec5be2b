using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary>The whole command line: what it takes, and what becomes of mistakes and faults.</summary>
/// <param name="host">The surroundings.</param>
/// <param name="commands">The commands, in the order of the help.</param>
internal sealed class CommandLineApp(CliHost host, IEnumerable<Command> commands)
{
    private const int HelpColumns = 100;

    private static readonly string Description = $"""
        Decentral trains one language model on machines nobody would call a cluster.

          {ProgramName.Typed} train samples/quickstart.yaml    trains a small GPT on text this machine already has

        Exit codes: 0 done; 2 something to put right in the command, the job, the data or the machine,
        as the message says; 3 stopped and resumable; 1 anything else.
        """;

    public async Task<int> RunAsync(params string[] arguments)
    {
        var line = BuildRoot().Parse(arguments);
        try
        {
            RefuseWrongUsage(line);
            return await line.InvokeAsync(Configuration);
        }
        catch (Exception fault)
        {
            // The end of the program: whatever it was, the person hears of it and the exit code tells.
            return (int)Report(fault, arguments.Contains(CommonOptions.Json.Name));
        }
    }

    /// <remarks>The signals are our own, since the library's would give a run two seconds to save itself.</remarks>
    private InvocationConfiguration Configuration => new()
    {
        Output = host.Output.Profile.Out.Writer,
        Error = host.Errors.Profile.Out.Writer,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    internal RootCommand BuildRoot()
    {
        var root = new RootCommand(Description);
        foreach (var command in commands)
        {
            root.Subcommands.Add(command);
        }
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpAction { MaxWidth = HelpColumns };
        }
        return root;
    }

    private static void RefuseWrongUsage(ParseResult line)
    {
        string[] problems =
        [
            .. line.Errors.Select(error => error.Message),
            .. line.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => UnknownOptions(result, line)),
        ];
        if (problems.Length > 0)
        {
            var path = string.Join(' ', PathTo(line.CommandResult));
            throw new MistakeException([.. problems, $"See: {path} --help"]);
        }
    }

    private static IEnumerable<string> PathTo(CommandResult result) =>
        result.Parent is CommandResult parent ? [.. PathTo(parent), result.Command.Name] : [ProgramName.Typed];

    /// <remarks>The parser takes a misspelt option for an argument where the command has one.</remarks>
    private static IEnumerable<string> UnknownOptions(ArgumentResult result, ParseResult line)
    {
        if (line.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            yield break;
        }
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
        {
            var names = line.CommandResult.Command.Options.Select(option => option.Name);
            var nearest = NearestName.Find(token.Value, names);
            yield return $"Unrecognized option '{token.Value}'." + (nearest is null ? "" : $" Did you mean {nearest}?");
        }
    }

    private ExitCode Report(Exception fault, bool asJson)
    {
        var failure = Failure.Of(fault);
        foreach (var message in failure.Messages)
        {
            host.Errors.WriteRaw(message + "\n");
        }
        if (!failure.IsExpected)
        {
            host.Errors.WriteRaw(fault + "\n");
        }
        if (asJson)
        {
            host.Output.WriteRaw(SummaryJson.WriteErrors(failure.Messages) + "\n");
        }
        return failure.Code;
    }
}
