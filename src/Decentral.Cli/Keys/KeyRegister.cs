using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Nodes.Security;

namespace Decentral.Cli.Keys;

/// <summary>Which tokens and which nodes a hub knows, and which of them it accepts no more.</summary>
/// <param name="Version">Of the layout.</param>
/// <param name="Tokens">In the order in which they were made.</param>
/// <param name="Nodes">In the order in which they joined first.</param>
internal sealed record KeyRegister(int Version, ImmutableArray<RegisteredToken> Tokens, ImmutableArray<RegisteredNode> Nodes)
{
    /// <summary>The layout that this build reads and writes.</summary>
    public const int PresentVersion = 1;

    /// <summary>Nodes that are remembered; beyond it those go that were away for longest, but none that is revoked.</summary>
    public const int MaxNodes = 4096;

    /// <summary>Of names that <c>doctor</c> joins under for a moment, which are the first to be forgotten.</summary>
    public const string TrialPrefix = "doctor-";

    private const int DigestLength = 64;

    /// <summary>A register of one token.</summary>
    public static KeyRegister Of(RegisteredToken token) => new(PresentVersion, [token], []);

    /// <summary>How a token is written down.</summary>
    public static string DigestOf(JoinToken token) => Convert.ToHexStringLower(TokenRegister.DigestOf(token));

    /// <summary>What a hub checks tokens by.</summary>
    public IEnumerable<TokenGrant> Grants() => Tokens.Select(token => new TokenGrant(
        Convert.FromHexString(token.Digest), token.Created, token.Expires, token.Revoked is not null));

    /// <summary>The certificates that are accepted no more.</summary>
    public IEnumerable<Guid> RevokedSerials() => RevokedNodes().Select(node => node.Serial);

    /// <summary>When each name was revoked last.</summary>
    public IEnumerable<KeyValuePair<NodeId, DateTimeOffset>> RevokedNames() => RevokedNodes()
        .GroupBy(node => node.Name, StringComparer.Ordinal)
        .Select(group => KeyValuePair.Create(new NodeId(group.Key), group.Max(node => node.Revoked!.Value)));

    /// <summary>What is wrong with what was read; null where nothing is.</summary>
    public string? FindFault() =>
        Version != PresentVersion ? $"layout {Version}, and this build reads {PresentVersion}"
        : Tokens.IsDefaultOrEmpty || Nodes.IsDefault ? "no tokens or no list of nodes"
        : Tokens.Any(token => token.Digest.Length != DigestLength || !token.Digest.All(char.IsAsciiHexDigitLower))
            ? $"a token whose digest is not of {DigestLength} hexadecimal digits"
        : Nodes.Any(node => node.Name.Length == 0) ? "a node without a name"
        : Tokens.DistinctBy(token => token.Digest).Count() != Tokens.Length ? "a token twice"
        : Nodes.DistinctBy(node => node.Serial).Count() != Nodes.Length ? "a serial number twice"
        : null;

    /// <summary>With a further token, which is younger than all that was revoked, whatever the clock says.</summary>
    public KeyRegister Add(RegisteredToken token)
    {
        var afterAll = RevokedNodes().Max(node => node.Revoked) + TimeSpan.FromTicks(1);
        return this with { Tokens = Tokens.Add(token with { Created = Later(token.Created, afterAll) }) };
    }

    /// <summary>With the certificates that nodes were given.</summary>
    public KeyRegister Note(IEnumerable<IssuedCertificate> certificates)
    {
        var nodes = Nodes.ToList();
        foreach (var issued in certificates)
        {
            var index = nodes.FindIndex(node => node.Serial == issued.Serial);
            if (index >= 0)
            {
                nodes[index] = nodes[index] with { Last = Later(nodes[index].Last, issued.At) };
            }
            else
            {
                nodes.Add(Enter(issued));
            }
        }

        var surplus = nodes.Where(node => node.Revoked is null)
            .OrderByDescending(node => node.Name.StartsWith(TrialPrefix, StringComparison.Ordinal))
            .ThenBy(node => node.Last)
            .Take(nodes.Count - MaxNodes)
            .ToHashSet();
        return this with { Nodes = [.. nodes.Where(node => !surplus.Contains(node))] };
    }

    /// <summary>With a token that is accepted no more.</summary>
    /// <param name="digest">The token's.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="withNodes">Whether the certificates of those that have joined with it are accepted no more either.</param>
    public KeyRegister RevokeToken(string digest, DateTimeOffset now, bool withNodes)
    {
        var revoked = this with
        {
            Tokens = [.. Tokens.Select(token => token.Digest == digest
                ? token with { Revoked = token.Revoked ?? now, IsRevokedWithNodes = token.IsRevokedWithNodes || withNodes }
                : token)],
        };
        return withNodes ? revoked.RevokeNodes(node => node.Token == digest, now) : revoked;
    }

    /// <summary>
    /// With a node whose certificates are accepted no more, and which no token that there is now brings back, nor one that was made since
    /// it was revoked before.
    /// </summary>
    public KeyRegister RevokeNode(string name, DateTimeOffset now)
    {
        var again = this with
        {
            Nodes = [.. Nodes.Select(node => node.Name == name ? node with { Revoked = null } : node)],
        };
        return again.RevokeNodes(node => node.Name == name, now);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) =>
        other is null || one > other ? one : other.Value;

    private IEnumerable<RegisteredNode> RevokedNodes() => Nodes.Where(node => node.Revoked is not null);

    private KeyRegister RevokeNodes(Func<RegisteredNode, bool> isMeant, DateTimeOffset now)
    {
        var when = Later(now, Tokens.Max(token => token.Created));
        return this with
        {
            Nodes = [.. Nodes.Select(node => node.Revoked is null && isMeant(node) ? node with { Revoked = when } : node)],
        };
    }

    private RegisteredNode Enter(IssuedCertificate issued)
    {
        var digest = issued.Token is { } token ? Convert.ToHexStringLower(token.Span) : null;

        // It joined just before its token was revoked with all nodes, and nobody knew of it then.
        var isLate = Tokens.Any(known => known.Digest == digest && known.IsRevokedWithNodes);
        return new RegisteredNode(issued.Node.Name, issued.Serial, digest, issued.At, issued.At, isLate ? issued.At : null);
    }
}
