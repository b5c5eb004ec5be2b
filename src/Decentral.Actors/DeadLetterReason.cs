namespace Decentral.Actors;

/// <summary>Why a message reached nobody.</summary>
public enum DeadLetterReason
{
    /// <summary>The receiver has stopped, never was, or is a former incarnation.</summary>
    NoReceiver,

    /// <summary>The receiver's mailbox was full.</summary>
    MailboxFull,

    /// <summary>The receiver does not take messages of this type.</summary>
    NotTaken,

    /// <summary>The link lost it.</summary>
    Lost,
}
