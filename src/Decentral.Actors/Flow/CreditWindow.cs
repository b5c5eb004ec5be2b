namespace Decentral.Actors.Flow;

/// <summary>The sender's side of credit: what it may still send.</summary>
public sealed class CreditWindow
{
    private long _granted;

    /// <summary>Messages sent so far; travels with each message, so that the receiver sees losses.</summary>
    public long Sent { get; private set; }

    /// <summary>Messages that may be sent now.</summary>
    public long Available => _granted - Sent;

    /// <summary>Takes in a grant; an old or repeated one changes nothing.</summary>
    public void Receive(CreditGranted grant) => _granted = Math.Max(_granted, grant.Total);

    /// <summary>Asks for credit; to be sent, and repeated on a timer, while there is none.</summary>
    public CreditRequested Request() => new(Sent);

    /// <summary>Counts one message as sent when there is credit for it.</summary>
    public bool TrySend()
    {
        if (Available <= 0)
        {
            return false;
        }

        Sent++;
        return true;
    }
}
