using Microsoft.Extensions.Logging;

namespace Decentral.Training.Supervision;

internal static partial class NodeLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Part} failed and is replaced: {Reason}")]
    public static partial void Replacing(ILogger logger, string part, string reason, Exception cause);
}
