using System.CommandLine;
using Decentral.Actors.Nodes.Peers;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Commands;

/// <summary>The options by which a node lets other nodes dial it.</summary>
internal sealed class PeerCommandOptions
{
    /// <summary>The port of a node where none is named; not the hub's, which may be on the same machine.</summary>
    private const int DefaultPort = 7451;

    private readonly Option<string?> _listen = new("--listen-peers")
    {
        Description = "Let other nodes dial this one at this address, as in https://0.0.0.0:7451, so that bulk data between them "
            + "goes past the hub.",
        HelpName = "URL",
    };

    private readonly Option<string?> _advertise = new("--advertise")
    {
        Description = "With --listen-peers: what they dial, where that is another address; that of --listen-peers, or all of the "
            + "machine's, when left out.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_listen);
        command.Options.Add(_advertise);
    }

    /// <summary>How other nodes dial this one; null where they do not.</summary>
    /// <exception cref="MistakeException">An option is not what it should be.</exception>
    public PeerListening? Read(ParseResult line)
    {
        var advertised = line.GetValue(_advertise);
        if (line.GetValue(_listen) is not { } listen)
        {
            return advertised is null
                ? null
                : throw new MistakeException("--advertise is for a node that others may dial: say where by --listen-peers URL");
        }

        return new PeerListening
        {
            Listen = AddressOption.Parse(_listen.Name, listen, DefaultPort),
            Advertised = advertised is null ? null : AddressOption.Parse(_advertise.Name, advertised, DefaultPort),
        };
    }
}
