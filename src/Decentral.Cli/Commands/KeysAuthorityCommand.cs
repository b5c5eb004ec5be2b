using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral keys authority</c>: makes an authority of one's own.</summary>
internal static class KeysAuthorityCommand
{
    private static readonly Option<string> Out =
        KeysOptions.Out("Where it goes: a new folder, to be kept off the machines that train.");

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("authority", "Make a private authority, which issues certificates for hubs and nodes.");
        command.Options.Add(Out);
        command.SetAction(line => (int)Make(line, host));
        return command;
    }

    private static ExitCode Make(ParseResult line, CliHost host)
    {
        var folder = line.GetRequiredValue(Out);
        using var authority = AuthorityFolder.Create(host.PathOf(folder), host.Time.GetUtcNow());
        host.Output.WriteRaw(
            $"""
            {folder}: an authority until {authority.NotAfter:yyyy-MM-dd}; whoever has its key can pose as any hub and node of it
            next: {ProgramName.Typed} keys hub --authority {folder} --host NAME --out DIR

            """);
        return ExitCode.Done;
    }
}
