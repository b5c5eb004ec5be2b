namespace Decentral.Actors.Flow;

/// <summary>
/// A receiver's permission to send. The total is absolute, so that a lost or repeated grant does no harm: the next one
/// carries all that was granted before it.
/// </summary>
/// <param name="Total">Messages that may have been sent in all, since the sender's first.</param>
public readonly record struct CreditGranted(long Total);
