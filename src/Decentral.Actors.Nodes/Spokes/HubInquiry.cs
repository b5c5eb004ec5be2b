using Decentral.Actors.Membership;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Handshakes;

namespace Decentral.Actors.Nodes.Spokes;

/// <summary>Asks a hub whether it would take a node, without becoming a member, or putting one of that name out.</summary>
public static class HubInquiry
{
    /// <summary>One attempt.</summary>
    /// <returns>Why the hub would not take the node; null where it would, or could not be asked.</returns>
    /// <remarks>
    /// It opens a link for bulk data, for which a hub checks the same proof; that there is no member whose it could be is
    /// found after that only.
    /// </remarks>
    public static async Task<JoinRefusedException?> AskAsync(
        NodesOptions options, JoinOptions join, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(join);
        var dialer = new HubDialer(join, options, []);
        var self = new Member(options.Node, NodeIncarnation.Next(options.TimeProvider.GetUtcNow(), 0), options.Profile);
        var outcome = await dialer.DialAsync(LinkPurpose.Bulk, self, [], cancellationToken).ConfigureAwait(false);
        outcome.Socket?.Dispose();
        return outcome.Refusal is { } refusal && refusal.Kind != RefusalKind.NotNow
            ? new JoinRefusedException(refusal.Kind, $"{dialer.Hub} does not take '{options.Node}': {refusal.Reason}")
            : null;
    }
}
