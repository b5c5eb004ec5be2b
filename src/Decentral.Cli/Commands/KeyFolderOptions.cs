using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Listening;

namespace Decentral.Cli.Commands;

/// <summary>The options that name a hub's keys.</summary>
internal sealed class KeyFolderOptions
{
    private readonly Option<string?> _keys = new("--keys")
    {
        Description = "The folder with the hub's keys, as --keys of train names it.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _run = new("--run")
    {
        Description = "The run directory whose hub made its keys there.",
        HelpName = "RUN",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_keys);
        command.Options.Add(_run);
    }

    /// <summary>The folder.</summary>
    /// <exception cref="MistakeException">None is named, or two.</exception>
    public string Read(ParseResult line, CliHost host) => (line.GetValue(_keys), line.GetValue(_run)) switch
    {
        ({ } keys, null) => host.PathOf(keys),
        (null, { } run) => Path.Combine(host.PathOf(run), HubKeyFolder.Name),
        _ => throw new MistakeException("expected the hub's keys: name either the folder by --keys DIR, or the run by --run RUN"),
    };
}
