using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;
using Decentral.Cli.Listening;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral keys token</c>: makes a further join token.</summary>
internal static class KeysTokenCommand
{
    private const int LongestLabel = 64;

    private static readonly KeyFolderOptions Folder = new();

    private static readonly Option<string?> Expires = new("--expires")
    {
        Description = "When it ends, from now: 90m, 12h, 7d; never, when left out.",
        HelpName = "TIME",
    };

    private static readonly Option<string?> Label = new("--label")
    {
        Description = "What to call it in lists.",
        HelpName = "TEXT",
    };

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("token", "Make a further join token; it is shown once, and counts at once.");
        Folder.AddTo(command);
        command.Options.Add(Expires);
        command.Options.Add(Label);
        command.SetAction(line => (int)Make(line, host));
        return command;
    }

    private static ExitCode Make(ParseResult line, CliHost host)
    {
        var (folder, label, now) = (Folder.Read(line, host), line.GetValue(Label) ?? "", host.Time.GetUtcNow());
        if (label.Length > LongestLabel || label.Any(char.IsControl))
        {
            throw new MistakeException($"--label: expected at most {LongestLabel} characters on one line, found {label.Length}");
        }

        var token = HubKeyFolder.NewToken(folder);
        var registered = new RegisteredToken(KeyRegister.DigestOf(token), label, now, now + Lifetime(line.GetValue(Expires)));
        HubKeyFolder.RegisterOf(folder).Update(register => register.Add(registered));
        var end = registered.Expires is { } expires ? $"until {expires:yyyy-MM-dd HH:mm} UTC" : "without an end";
        host.Errors.WriteRaw($"token:{registered.Id()}, {end}; whoever has it can join\n");
        host.Output.WriteRaw($"{token}\n");
        return ExitCode.Done;
    }

    private static TimeSpan? Lifetime(string? text)
    {
        const int Most = 100_000;
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), out var count) && count is > 0 and <= Most
            ? text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => throw Unreadable(text),
            }
            : throw Unreadable(text);
    }

    private static MistakeException Unreadable(string text) =>
        new($"--expires: expected a time with its unit, as in 90m, 12h or 7d, found '{text}'");
}
