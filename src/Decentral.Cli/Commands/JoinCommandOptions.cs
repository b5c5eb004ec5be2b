using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;
using Decentral.Cli.Joining;
using Decentral.Cli.Keys;
using Decentral.Cli.Runs;

namespace Decentral.Cli.Commands;

/// <summary>The options by which a machine finds a hub and is let in.</summary>
internal sealed class JoinCommandOptions
{
    private const int LongestName = 64;

    private readonly Option<string[]> _join = new("--join")
    {
        Description = "The hub's address, as it printed it; a second one for a hub that stands by.",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "The join token that the hub printed; kept, so that it is needed only once.",
        HelpName = "TOKEN",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "This node's name in the run, the same whenever it comes back; that of its client certificate or the "
            + "machine when left out.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _keys = new("--keys")
    {
        Description = "The folder with this node's keys; decentral/nodes in the user's configuration when left out.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _authority = new("--authority")
    {
        Description = "For a token that does not name the hub's certificate: a file, in PEM, with the authority that has "
            + "issued it; the system's when left out.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _clientCertificate = new("--client-certificate")
    {
        Description = "The certificate, in PEM, to show to a hub that asks for one.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _clientKey = new("--client-key")
    {
        Description = "The key of --client-certificate, in PEM.",
        HelpName = "FILE",
    };

    private static string KeysOfUser { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.Create),
        "decentral",
        "nodes");

    public void AddTo(Command command)
    {
        command.Options.Add(_join);
        command.Options.Add(_token);
        command.Options.Add(_name);
        command.Options.Add(_keys);
        command.Options.Add(_authority);
        command.Options.Add(_clientCertificate);
        command.Options.Add(_clientKey);
    }

    /// <summary>How to join; null where no hub is named.</summary>
    /// <exception cref="MistakeException">An option is not what it should be.</exception>
    public NodeSettings? Read(ParseResult line)
    {
        if (line.GetValue(_join) is not { Length: > 0 } join)
        {
            return new[] { _token, _name, _keys, _authority, _clientCertificate, _clientKey }.All(
                option => line.GetValue(option) is null)
                ? null
                : throw new MistakeException(
                    "--token, --name, --keys, --authority, --client-certificate and --client-key are for a hub: name it by "
                    + "--join URL");
        }

        var hubs = join.Select(address => AddressOption.Parse("--join", address)).ToArray();
        var token = TokenOf(line.GetValue(_token));
        var client = ReadClientCertificate(line);
        var certified = client is null ? null : ClientCertificate.NameIn(client);
        var name = line.GetValue(_name) ?? certified ?? Environment.MachineName;
        if (client is not null && certified != name)
        {
            throw new MistakeException(
                $"--name: expected '{certified}', which --client-certificate is for, found '{name}'; leave --name out, or name "
                + "another certificate");
        }

        return name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
            ? new NodeSettings
            {
                Hub = hubs[0],
                OtherHubs = hubs[1..],
                Name = name,
                Token = token,
                Authorities = line.GetValue(_authority) is { } authority ? PemPair.ReadAll(authority) : null,
                ClientCertificate = client,
                CacheFolder = CacheFolder.Path,
                KeyFolder = NodeKeyFolder.Of(line.GetValue(_keys) ?? KeysOfUser, hubs[0], name),
            }
            : throw new MistakeException($"--name: expected a name of 1 to {LongestName} characters, found '{name}'");
    }

    private X509Certificate2? ReadClientCertificate(ParseResult line) =>
        (line.GetValue(_clientCertificate), line.GetValue(_clientKey)) switch
        {
            (null, null) => null,
            ({ } certificate, { } key) => PemPair.Read(certificate, key),
            _ => throw new MistakeException("--client-certificate and --client-key go together: name both"),
        };

    private static JoinToken? TokenOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return JoinToken.TryParse(text, out var token, out var reason) ? token : throw new MistakeException($"--token: {reason}");
    }
}
