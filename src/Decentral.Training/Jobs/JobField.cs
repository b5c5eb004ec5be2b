namespace Decentral.Training.Jobs;

/// <summary>
/// One field of a job: the single description that files, <c>--set</c>, defaults, checks, the canonical job file and
/// the
/// documentation share.
/// </summary>
public sealed class JobField
{
    /// <summary>Where it stands, as in <c>update.codec.up</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it is, in a line.</summary>
    public required string Help { get; init; }

    /// <summary>What is allowed, in words that follow "expected".</summary>
    public required string Expected { get; init; }

    /// <summary>The names of a choice, for suggestions; empty for anything else.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The value of an unset optional field, in words; null for a field that always has a value.</summary>
    public string? WhenUnset { get; init; }

    /// <summary>
    /// Paths of fields or sections that setting this one replaces: their earlier values no longer count.
    /// </summary>
    public IReadOnlyList<string> Displaces { get; init; } = [];

    /// <summary>The value as text, or null when an optional field is unset.</summary>
    public required Func<Job, string?> Read { get; init; }

    /// <summary>
    /// The job with the value that a text stands for, within bounds or not; null when it stands for none.
    /// </summary>
    public required Func<Job, string, Job?> Write { get; init; }

    /// <summary>The job with this optional field unset, or unchanged when the field always has a value.</summary>
    public required Func<Job, Job> Clear { get; init; }

    /// <summary>Whether the value is within the field's own bounds.</summary>
    public required Func<Job, bool> IsAllowed { get; init; }

    /// <summary>
    /// Why the field has no effect in this job, as in "outer.optimizer is none"; null when it has one.
    /// </summary>
    public Func<Job, string?> Idle { get; init; } = _ => null;
}
