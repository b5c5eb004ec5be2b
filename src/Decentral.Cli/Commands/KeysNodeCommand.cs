using System.CommandLine;
using Decentral.Actors;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral keys node</c>: makes a client certificate for a node.</summary>
internal static class KeysNodeCommand
{
    private const int DefaultDays = 365;
    private const int LongestName = 64;
    private const string CertificateFile = "client-certificate.pem";
    private const string KeyFile = "client-key.pem";

    private static readonly Option<string> Out = KeysOptions.Out("Where it goes: a new folder, for that machine alone.");
    private static readonly Option<int> Days = KeysOptions.Days(DefaultDays);

    private static readonly Option<string> Authority = new("--authority")
    {
        Description = "The folder of the authority that issues it.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "The node's name in the run; it can join under no other with this certificate.",
        HelpName = "NAME",
        Required = true,
    };

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("node", "Make a certificate that a node shows to a hub with --require-client-certificate.");
        command.Options.Add(Authority);
        command.Options.Add(Name);
        command.Options.Add(Out);
        command.Options.Add(Days);
        command.SetAction(line => (int)Make(line, host));
        return command;
    }

    private static ExitCode Make(ParseResult line, CliHost host)
    {
        var (folder, name, now) = (line.GetRequiredValue(Out), line.GetRequiredValue(Name), host.Time.GetUtcNow());
        if (name.Length is < 1 or > LongestName || name.Any(char.IsControl))
        {
            throw new MistakeException($"--name: expected a name of 1 to {LongestName} characters, found '{name}'");
        }

        var validity = KeysOptions.Validity(line, Days);
        using var authority = AuthorityFolder.Open(host.PathOf(line.GetRequiredValue(Authority)), now);
        using var certificate = ClientCertificate.Issue(authority, new NodeId(name), now, validity);
        var path = host.PathOf(folder);
        EmptyFolder.Make(path);
        PemPair.Write(Path.Combine(path, CertificateFile), Path.Combine(path, KeyFile), certificate);
        var files = $"--client-certificate {Path.Combine(folder, CertificateFile)} --client-key {Path.Combine(folder, KeyFile)}";
        host.Output.WriteRaw(
            $"""
            {folder}: a certificate for the node '{name}', until {certificate.NotAfter:yyyy-MM-dd}
            next: {ProgramName.Typed} node --join URL --token TOKEN {files}

            """);
        return ExitCode.Done;
    }
}
