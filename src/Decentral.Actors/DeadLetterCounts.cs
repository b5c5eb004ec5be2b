namespace Decentral.Actors;

/// <summary>Dead letters of a system so far.</summary>
/// <param name="NoReceiver">See <see cref="DeadLetterReason.NoReceiver"/>.</param>
/// <param name="MailboxFull">See <see cref="DeadLetterReason.MailboxFull"/>.</param>
/// <param name="NotTaken">See <see cref="DeadLetterReason.NotTaken"/>.</param>
/// <param name="Lost">See <see cref="DeadLetterReason.Lost"/>.</param>
public readonly record struct DeadLetterCounts(long NoReceiver, long MailboxFull, long NotTaken, long Lost)
{
    /// <summary>All of them.</summary>
    public long Total => NoReceiver + MailboxFull + NotTaken + Lost;
}
