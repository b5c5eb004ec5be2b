namespace Decentral.Cli.Inspection;

/// <summary>How the last start of a run ended.</summary>
internal enum RunStatus
{
    /// <summary>It did not end in order: the process was killed, or is still at it.</summary>
    Interrupted,

    /// <summary>It was stopped, and everything is saved.</summary>
    Stopped,

    /// <summary>The budget is used up.</summary>
    Finished,
}
