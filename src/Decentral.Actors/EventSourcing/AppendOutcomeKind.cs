namespace Decentral.Actors.EventSourcing;

/// <summary>Whether events became durable.</summary>
public enum AppendOutcomeKind
{
    /// <summary>All of them.</summary>
    Appended,

    /// <summary>None: the stream was not where the writer thought.</summary>
    Conflict,

    /// <summary>
    /// The write failed (disk full, unreachable): none, or all where the answer was lost and could not be asked for
    /// again. The writer reads the stream before it goes on.
    /// </summary>
    Failed,
}
