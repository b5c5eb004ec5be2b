using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Cli.Runs;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral generate</c>: lets a trained model continue a text.</summary>
internal static class GenerateCommand
{
    private static readonly Argument<string> Run = new("RUN")
    {
        Description = "The run directory, as in runs/quickstart.",
    };

    private static readonly Argument<string> Text = new("TEXT") { Description = "What the model continues." };

    private static readonly Option<int> Tokens = new("--tokens")
    {
        Description = "Tokens to write.",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<double> Temperature = new("--temperature")
    {
        Description = "Divides the logits before sampling; 0 takes the likeliest token.",
        DefaultValueFactory = _ => 0.8,
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Keys the draws: equal seeds write equal text.",
        DefaultValueFactory = _ => 0,
    };

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("generate", "Let the trained model of a run continue a text.");
        command.Arguments.Add(Run);
        command.Arguments.Add(Text);
        command.Options.Add(Tokens);
        command.Options.Add(Temperature);
        command.Options.Add(Seed);
        command.SetAction(line => (int)Generate(line, host));
        return command;
    }

    private static ExitCode Generate(ParseResult line, CliHost host)
    {
        var (tokens, temperature) = (line.GetValue(Tokens), line.GetValue(Temperature));
        if (tokens < 1 || temperature < 0 || !double.IsFinite(temperature))
        {
            throw new MistakeException($"expected --tokens of 1 or more and --temperature of 0 or more, found {tokens} and {temperature}");
        }

        var (folder, job) = RunFolder.Open(line.GetRequiredValue(Run), host.WorkingDirectory);
        using var model = RunModel.Open(folder, job);
        host.Output.WriteRaw(model.Write(line.GetRequiredValue(Text), tokens, temperature, (ulong)line.GetValue(Seed)) + "\n");
        return ExitCode.Done;
    }
}
