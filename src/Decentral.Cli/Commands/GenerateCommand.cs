using System.CommandLine;
using Decentral.Cli.Generation;
using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;
using Decentral.Models.Generation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral generate</c>: lets a trained model continue a text.</summary>
internal static class GenerateCommand
{
    private const int MaxTokens = 1 << 20;

    private static readonly Argument<string> Text = new("TEXT") { Description = "What the model continues." };

    private static readonly Option<int> Tokens = new("--tokens")
    {
        Description = "How many tokens to add.",
        HelpName = "N",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<double> Temperature = new("--temperature")
    {
        Description = "Divides the logits; 0 takes the likeliest token.",
        HelpName = "T",
        DefaultValueFactory = _ => 0.8,
    };

    private static readonly Option<int> TopK = new("--top-k")
    {
        Description = "Consider only the K likeliest tokens; 0 considers all.",
        HelpName = "K",
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Equal seeds continue an equal text in the same way.",
        HelpName = "S",
        DefaultValueFactory = _ => 0,
    };

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("generate", "Let a trained model continue a text.");
        command.Arguments.Add(CommonOptions.Model);
        command.Arguments.Add(Text);
        command.Options.Add(Tokens);
        command.Options.Add(Temperature);
        command.Options.Add(TopK);
        command.Options.Add(Seed);
        command.Options.Add(CommonOptions.Json);
        command.SetAction(line => (int)Generate(line, host));
        return command;
    }

    private static ExitCode Generate(ParseResult line, CliHost host)
    {
        var (name, prompt) = (line.GetRequiredValue(CommonOptions.Model), line.GetRequiredValue(Text));
        var tokens = line.GetValue(Tokens);
        Refuse(prompt.Length == 0, "TEXT", "a text to continue", "nothing");
        Refuse(tokens is < 1 or > MaxTokens, Tokens.Name, $"an integer from 1 to {MaxTokens}", $"{tokens}");
        var sampling = SamplingOf(line);
        using var model = TrainedModel.Load(Path.GetFullPath(name, host.WorkingDirectory), name);
        var pieces = model.Continue(prompt, tokens, sampling);
        if (line.GetValue(CommonOptions.Json))
        {
            WriteJson(host, name, prompt, string.Concat(pieces));
        }
        else
        {
            WriteAsItComes(host, pieces.Prepend(prompt).Append("\n"));
        }

        return ExitCode.Done;
    }

    private static SamplingOptions SamplingOf(ParseResult line)
    {
        var (temperature, topK) = (line.GetValue(Temperature), line.GetValue(TopK));
        Refuse(topK < 0, TopK.Name, "an integer of at least 0", $"{topK}");
        Refuse(
            !(temperature is >= 0 and < double.PositiveInfinity), Temperature.Name, "a number of at least 0",
            FormattableString.Invariant($"{temperature}"));
        return new SamplingOptions
        {
            Temperature = temperature,
            TopK = topK,
            Seed = unchecked((ulong)line.GetValue(Seed)),
        };
    }

    private static void WriteAsItComes(CliHost host, IEnumerable<string> pieces)
    {
        foreach (var piece in pieces)
        {
            host.Output.WriteRaw(piece);
        }
    }

    private static void WriteJson(CliHost host, string name, string prompt, string continuation) =>
        host.Output.WriteRaw(SummaryJson.Write(json =>
        {
            json.WriteString("run", name);
            json.WriteString("prompt", prompt);
            json.WriteString("continuation", continuation);
        }) + "\n");

    private static void Refuse(bool isWrong, string what, string expected, string found)
    {
        if (isWrong)
        {
            throw new MistakeException($"{what}: expected {expected}, found {found}");
        }
    }
}
