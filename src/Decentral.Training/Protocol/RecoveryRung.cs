namespace Decentral.Training.Protocol;

/// <summary>Where the state of a lost stage comes from, the cheapest first.</summary>
public enum RecoveryRung
{
    /// <summary>From a living replica of the stage; exact.</summary>
    Replica,

    /// <summary>From the copy that another member keeps in memory; exact, of an earlier step.</summary>
    BuddyCopy,

    /// <summary>From the parity and the data of the rest of its group; exact, of an earlier step.</summary>
    Parity,

    /// <summary>
    /// From the layers beside; not exact. The optimizer's moments begin at zero, and the learning rate rises.
    /// </summary>
    Neighbours,

    /// <summary>From the newest snapshot on disk, to which the whole run goes back; exact.</summary>
    DurableSnapshot,

    /// <summary>From nowhere.</summary>
    Nothing,
}
