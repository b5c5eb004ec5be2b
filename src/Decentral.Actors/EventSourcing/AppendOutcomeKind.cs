namespace Decentral.Actors.EventSourcing;

/// <summary>Whether events became durable.</summary>
public enum AppendOutcomeKind
{
    /// <summary>All of them.</summary>
    Appended,

    /// <summary>None: the stream was not where the writer thought.</summary>
    Conflict,

    /// <summary>None: the write failed (disk full, unreachable).</summary>
    Failed,
}
