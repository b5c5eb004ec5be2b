using System.CommandLine;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;
using Decentral.Cli.Listening;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral keys hub</c>: makes a hub's keys, or renews its certificate.</summary>
internal sealed class KeysHubCommand
{
    private const int DefaultDays = 365;

    private readonly CliHost _host;
    private readonly Option<int> _days = KeysOptions.Days(DefaultDays);

    private readonly Option<string> _out =
        KeysOptions.Out("Where they go: a new folder, or the hub's, whose certificate is then renewed.");

    private readonly Option<string?> _authority = new("--authority")
    {
        Description = "The folder of the authority that issues the certificate.",
        HelpName = "DIR",
    };

    private readonly Option<string[]> _hosts = new("--host")
    {
        Description = "With --authority: a name or address by which nodes dial the hub; may be repeated.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "A certificate from elsewhere, in PEM, with those of the authorities between; nodes trust it by the "
            + "system's authorities, or by --authority.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _certificateKey = new("--certificate-key")
    {
        Description = "The key of --certificate, in PEM.",
        HelpName = "FILE",
    };

    private KeysHubCommand(CliHost host) => _host = host;

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var keys = new KeysHubCommand(host);
        var command = new Command("hub", "Make the keys of a hub, or renew its certificate; tokens and nodes stay as they are.");
        command.Options.Add(keys._out);
        command.Options.Add(keys._authority);
        command.Options.Add(keys._hosts);
        command.Options.Add(keys._days);
        command.Options.Add(keys._certificate);
        command.Options.Add(keys._certificateKey);
        command.SetAction(line => (int)keys.Make(line));
        return command;
    }

    private ExitCode Make(ParseResult line)
    {
        var folder = line.GetRequiredValue(_out);
        var now = _host.Time.GetUtcNow();
        var isRenewed = (line.GetValue(_authority), line.GetValue(_certificate), line.GetValue(_certificateKey)) switch
        {
            ({ } authority, null, null) => Issue(line, folder, authority, now),
            (null, { } certificate, { } key) when !IsOfAnAuthority(line) =>
                Bring(folder, _host.PathOf(certificate), _host.PathOf(key), now),
            _ => throw new MistakeException(
                "expected who issues the certificate: either --authority DIR with --host NAME, or --certificate FILE with "
                + "--certificate-key FILE"),
        };
        Tell(folder, isRenewed, now);
        return ExitCode.Done;
    }

    private bool IsOfAnAuthority(ParseResult line) =>
        line.GetValue(_hosts) is { Length: > 0 } || line.GetResult(_days) is { Implicit: false };

    private bool Issue(ParseResult line, string folder, string authorityFolder, DateTimeOffset now)
    {
        if (line.GetValue(_hosts) is not { Length: > 0 } hosts)
        {
            throw new MistakeException(
                "--host: expected a name or address by which nodes dial the hub, found none; add --host NAME");
        }

        if (Array.Find(hosts, host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } unknown)
        {
            throw new MistakeException(
                $"--host: expected a name or address as in hub.example, found '{unknown}'; leave scheme and port out");
        }

        var validity = KeysOptions.Validity(line, _days);
        using var authority = AuthorityFolder.Open(_host.PathOf(authorityFolder), now);
        using var certificate = HubCertificate.Issue(authority, hosts, now, validity);
        return HubKeyFolder.Certify(_host.PathOf(folder), certificate, null, HubCertificate.PinOf(authority), now);
    }

    private bool Bring(string folder, string certificateFile, string keyFile, DateTimeOffset now)
    {
        using var certificate = PemPair.Read(certificateFile, keyFile);
        if (now > certificate.NotAfter)
        {
            throw new MistakeException(
                $"{certificateFile}: the certificate ended on {certificate.NotAfter:yyyy-MM-dd}; name a present one");
        }

        if (HubCertificate.HostsOf(certificate).Count == 0)
        {
            throw new MistakeException(
                $"{certificateFile}: expected a certificate for the hub's name, found one without names; name another");
        }

        var further = PemPair.ReadAll(certificateFile)
            .Where(other => !other.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))
            .Select(other => "\n" + other.ExportCertificatePem());
        return HubKeyFolder.Certify(_host.PathOf(folder), certificate, string.Concat(further), [], now);
    }

    private void Tell(string folder, bool isRenewed, DateTimeOffset now)
    {
        var certificate = HubKeyFolder.Open(_host.PathOf(folder), [], now).Keys.Certificate!;
        var what = isRenewed ? "the certificate was renewed" : "a hub's keys";
        var next = isRenewed
            ? "start the hub again, which nodes wait for"
            : $"{ProgramName.Typed} train JOB --listen https://0.0.0.0:7450 --keys {folder}";
        var hosts = string.Join(", ", HubCertificate.HostsOf(certificate));
        _host.Output.WriteRaw($"{folder}: {what}; for {hosts}, until {certificate.NotAfter:yyyy-MM-dd}\nnext: {next}\n");
    }
}
