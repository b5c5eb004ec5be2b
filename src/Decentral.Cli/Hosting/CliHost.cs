using Spectre.Console;

namespace Decentral.Cli.Hosting;

/// <summary>What the program takes from its surroundings.</summary>
internal sealed record CliHost
{
    /// <summary>Columns of a stream that is no terminal: nothing is ever wrapped in it.</summary>
    private const int Unwrapped = 100_000;

    /// <summary>Results.</summary>
    public required IAnsiConsole Output { get; init; }

    /// <summary>Progress and errors.</summary>
    public required IAnsiConsole Errors { get; init; }

    /// <summary>Whether a person watches <see cref="Errors"/> in a terminal that can redraw.</summary>
    public required bool IsInteractive { get; init; }

    /// <summary>The folder that relative paths start at.</summary>
    public required string WorkingDirectory { get; init; }

    public required TimeProvider Time { get; init; }

    public static CliHost OfThisProcess()
    {
        var errors = Open(Console.Error, Console.IsErrorRedirected);
        return new CliHost
        {
            Output = Open(Console.Out, Console.IsOutputRedirected),
            Errors = errors,
            IsInteractive = !Console.IsErrorRedirected && errors.Profile.Capabilities.Ansi,
            WorkingDirectory = Environment.CurrentDirectory,
            Time = TimeProvider.System,
        };
    }

    /// <summary>A console on <paramref name="writer"/>.</summary>
    public static IAnsiConsole Open(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = Unwrapped;
        }
        return console;
    }
}
