namespace Decentral.Actors.Local;

/// <summary>What became of an envelope at a mailbox.</summary>
internal enum PostOutcome
{
    /// <summary>It waits, and the actor's turn has been arranged before.</summary>
    Queued,

    /// <summary>It waits, and whoever posted it arranges the actor's turn.</summary>
    TurnDue,

    /// <summary>As many messages wait as may.</summary>
    Full,

    /// <summary>The actor has ended.</summary>
    Closed,
}
