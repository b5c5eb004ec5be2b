using System.CommandLine;
using Decentral.Cli.Hosting;
using Decentral.Cli.Jobs;
using Decentral.Cli.Keys;
using Decentral.Cli.Listening;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral keys revoke</c>: a token or a node is accepted no more.</summary>
internal sealed class KeysRevokeCommand
{
    private const string TokenPrefix = "token:";
    private const string NodePrefix = "node:";

    private readonly CliHost _host;
    private readonly KeyFolderOptions _folder = new();

    private readonly Argument<string> _what = new("WHAT")
    {
        Description = "token:ID or node:NAME, as the list shows them.",
    };

    private readonly Option<bool> _withNodes = new("--with-nodes")
    {
        Description = "With a token: the nodes that have joined with it, too.",
    };

    private KeysRevokeCommand(CliHost host) => _host = host;

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var revoke = new KeysRevokeCommand(host);
        var command = new Command("revoke", "Accept a token or a node no more; a running hub acts on it within seconds.");
        command.Arguments.Add(revoke._what);
        revoke._folder.AddTo(command);
        command.Options.Add(revoke._withNodes);
        command.SetAction(line => (int)revoke.Revoke(line));
        return command;
    }

    private ExitCode Revoke(ParseResult line)
    {
        var what = line.GetRequiredValue(_what);
        var register = HubKeyFolder.RegisterOf(_folder.Read(line, _host));
        var (now, withNodes) = (_host.Time.GetUtcNow(), line.GetValue(_withNodes));
        if (what.StartsWith(TokenPrefix, StringComparison.Ordinal))
        {
            var before = register.Read();
            var token = FindToken(before, what[TokenPrefix.Length..]);
            var after = register.Update(present => present.RevokeToken(token.Digest, now, withNodes));
            Tell($"{TokenPrefix}{token.Id()} is revoked: nobody joins with it any more; {Tally(before, after)}");
        }
        else if (what.StartsWith(NodePrefix, StringComparison.Ordinal) && !withNodes)
        {
            var before = register.Read();
            var name = FindNode(before, what[NodePrefix.Length..]);
            var after = register.Update(present => present.RevokeNode(name, now));
            Tell($"{NodePrefix}{name} is revoked: {Tally(before, after)}; a token that is made from now on lets it in again");
        }
        else
        {
            throw new MistakeException($"WHAT: expected token:ID, also with --with-nodes, or node:NAME, found '{what}'");
        }

        return ExitCode.Done;
    }

    private static RegisteredToken FindToken(KeyRegister register, string id)
    {
        RegisteredToken[] found = id.Length >= RegisteredToken.IdLength
            ? [.. register.Tokens.Where(token => token.Digest.StartsWith(id, StringComparison.Ordinal))]
            : [];
        return found.Length == 1 ? found[0] : throw new MistakeException(
            $"{TokenPrefix}{id}: expected one of this hub's tokens, found {found.Length} of that id; there are "
            + string.Join(", ", register.Tokens.Select(token => TokenPrefix + token.Id())));
    }

    private static string FindNode(KeyRegister register, string name)
    {
        var names = register.Nodes.Select(node => node.Name).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }

        var nearest = NearestName.Find(name, names);
        throw new MistakeException(
            $"{NodePrefix}{name}: expected a node that has joined this hub, found none of that name"
            + (nearest is null ? "; 'keys list' shows them" : $". Did you mean {NodePrefix}{nearest}?"));
    }

    private static string Tally(KeyRegister before, KeyRegister after)
    {
        var count = after.RevokedSerials().Except(before.RevokedSerials()).Count();
        return $"{Units.Plural(count, "node")} that had joined {(count == 1 ? "is" : "are")} put out";
    }

    private void Tell(string text) => _host.Output.WriteRaw(text + "\n");
}
