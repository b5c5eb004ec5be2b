using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Hosting;

/// <summary>Counts the messages that reach nobody, shows them to an observer, and disposes of what they own.</summary>
public sealed class DeadLetterOffice
{
    private readonly Action<DeadLetter>? _observer;
    private readonly ILogger _log;
    private long _noReceiver;
    private long _mailboxFull;
    private long _notTaken;
    private long _lost;

    /// <summary>An office of one system.</summary>
    /// <param name="observer">Called for each, on whatever thread it is found; must not throw. Null for none.</param>
    /// <param name="log">Hears of each at debug level.</param>
    public DeadLetterOffice(Action<DeadLetter>? observer, ILogger log)
    {
        _observer = observer;
        _log = log;
    }

    /// <summary>Dead letters so far.</summary>
    public DeadLetterCounts Counts => new(
        Interlocked.Read(ref _noReceiver),
        Interlocked.Read(ref _mailboxFull),
        Interlocked.Read(ref _notTaken),
        Interlocked.Read(ref _lost));

    /// <summary>Takes a message that reaches nobody and ends its carriage.</summary>
    public void Take(in Envelope letter, ActorRef receiver, DeadLetterReason reason)
    {
        Note(letter, receiver, reason);
        letter.Release();
    }

    /// <summary>Notes a message that reaches nobody, and leaves its release to whoever still uses what it owns.</summary>
    public void Note(in Envelope letter, ActorRef receiver, DeadLetterReason reason)
    {
        ArgumentNullException.ThrowIfNull(letter.Type);
        Interlocked.Increment(ref CountOf(reason));
        if (_observer is not null || _log.IsEnabled(LogLevel.Debug))
        {
            Show(new DeadLetter(receiver, letter.Sender, letter.Type.Open(letter.Carried), reason));
        }
    }

    private void Show(DeadLetter letter)
    {
        HostingLog.DeadLetter(_log, letter.Message.GetType().Name, letter.Sender, letter.Receiver, letter.Reason);
        _observer?.Invoke(letter);
    }

    private ref long CountOf(DeadLetterReason reason)
    {
        switch (reason)
        {
            case DeadLetterReason.NoReceiver:
                return ref _noReceiver;
            case DeadLetterReason.MailboxFull:
                return ref _mailboxFull;
            case DeadLetterReason.NotTaken:
                return ref _notTaken;
            case DeadLetterReason.Lost:
                return ref _lost;
            default:
                throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason.");
        }
    }
}
