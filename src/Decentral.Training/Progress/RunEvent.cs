namespace Decentral.Training.Progress;

/// <summary>Something that happened once and that a person may want to know of.</summary>
/// <param name="Elapsed">When, since this start.</param>
public abstract record RunEvent(TimeSpan Elapsed);
