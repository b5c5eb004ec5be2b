namespace Decentral.Training.Progress;

/// <summary>Anything else worth a line: a warning, a choice made for the person, a reason to wait.</summary>
/// <param name="Elapsed">When, since this start.</param>
/// <param name="Text">The line.</param>
/// <param name="IsWarning">Whether the person should act on it.</param>
public sealed record RunNotice(TimeSpan Elapsed, string Text, bool IsWarning = false) : RunEvent(Elapsed);
