namespace Decentral.Training.Workers;

/// <summary>
/// The coordinator has no use for a worker: what it holds was undone while it was out of sight, or its update was refused. Its
/// successor begins with version 0 and catches up: the newest snapshot may be of what was undone, too.
/// </summary>
public sealed class TurnedAwayException(string message) : Exception(message);
