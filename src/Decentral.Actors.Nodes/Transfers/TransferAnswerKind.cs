namespace Decentral.Actors.Nodes.Transfers;

/// <summary>What a receiving node says to an offer or a chunk.</summary>
internal enum TransferAnswerKind
{
    /// <summary>Nothing, for now.</summary>
    None,

    /// <summary>Send it, from an offset on.</summary>
    Accept,

    /// <summary>The receiver's mailbox has taken it.</summary>
    Complete,

    /// <summary>It is not taken.</summary>
    Refuse,

    /// <summary>
    /// The chunk is not what was sent: the link is given up, and what has not ended is offered again on a new one.
    /// </summary>
    Damaged,
}
