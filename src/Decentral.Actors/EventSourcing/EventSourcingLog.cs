using Microsoft.Extensions.Logging;

namespace Decentral.Actors.EventSourcing;

internal static partial class EventSourcingLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Stream}: {Reason}")]
    public static partial void Decided(ILogger logger, string stream, string reason);
}
