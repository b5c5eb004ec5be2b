using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Nodes;

internal static partial class NodesLog
{
    [LoggerMessage(1, LogLevel.Information, "{Node} is connected, incarnation {Incarnation}")]
    public static partial void Connected(ILogger logger, NodeId node, long incarnation);

    [LoggerMessage(2, LogLevel.Information, "{Node} is disconnected: {Reason}")]
    public static partial void Disconnected(ILogger logger, NodeId node, string reason);

    [LoggerMessage(3, LogLevel.Debug, "The bulk link of {Node} has ended: {Reason}")]
    public static partial void BulkDisconnected(ILogger logger, NodeId node, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Node} is lost: {Reason}")]
    public static partial void Lost(ILogger logger, NodeId node, string reason);

    [LoggerMessage(5, LogLevel.Warning, "{Node} was not let in: {Reason}")]
    public static partial void Refused(ILogger logger, NodeId node, string reason);

    [LoggerMessage(6, LogLevel.Information, "Not connected to {Hub}: {Reason}. Trying again in {Seconds:0.0} s")]
    public static partial void Retrying(ILogger logger, Uri hub, string reason, double seconds);

    [LoggerMessage(7, LogLevel.Error, "A link ends by an error of this node's own")]
    public static partial void LinkFailed(ILogger logger, Exception error);

    [LoggerMessage(8, LogLevel.Warning, "What came from {Node} is dropped: {Reason}")]
    public static partial void Unreadable(ILogger logger, NodeId node, string reason);

    [LoggerMessage(9, LogLevel.Warning, "The name '{Name}' is not given to {Bearer}: {Reason}")]
    public static partial void NameRefused(ILogger logger, string name, ActorAddress bearer, string reason);

    [LoggerMessage(10, LogLevel.Information, "Bulk data with {Node} goes directly")]
    public static partial void Direct(ILogger logger, NodeId node);

    [LoggerMessage(11, LogLevel.Information, "Bulk data with {Node} goes through the hub: {Reason}")]
    public static partial void Relayed(ILogger logger, NodeId node, string reason);

    [LoggerMessage(13, LogLevel.Warning, "The certificate that the hub has issued cannot be kept: {Reason}")]
    public static partial void CertificateNotKept(ILogger logger, string reason);

    [LoggerMessage(12, LogLevel.Information, "The direct link with {Node} has ended: {Reason}")]
    public static partial void DirectDisconnected(ILogger logger, NodeId node, string reason);
}
