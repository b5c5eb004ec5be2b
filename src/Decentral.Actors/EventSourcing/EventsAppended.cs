namespace Decentral.Actors.EventSourcing;

/// <summary>The journal's answer to an append.</summary>
/// <param name="Outcome">What became of it.</param>
public readonly record struct EventsAppended(AppendOutcome Outcome);
