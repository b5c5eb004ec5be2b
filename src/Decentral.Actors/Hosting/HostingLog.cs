using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Debug, "Dead letter: {Message} from {Sender} to {Receiver} ({Reason})")]
    public static partial void DeadLetter(
        ILogger logger, string message, ActorRef sender, ActorRef receiver, DeadLetterReason reason);

    [LoggerMessage(2, LogLevel.Warning, "Failed and stops")]
    public static partial void Failed(ILogger logger, Exception failure);
}
